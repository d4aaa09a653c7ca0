"""The case record in the forms of the GA4GH: VRS 2 alleles and VA-Spec 1.0 statements."""
