"""From the eligibility text of a trial to criteria with a place and a confidence."""
