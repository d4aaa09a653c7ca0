"""The case record as a bundle of FHIR R4 in the HL7 Genomics Reporting profiles, STU3."""
