"""Profiles, code systems and codes of the HL7 Genomics Reporting guide, STU3 (3.0.0).

Read in HL7/genomics-reporting, tag 3.0.0-published (profiles, components, answer lists), and in its
examples (answers for microsatellites, regions of a study). A term for which no code was read there
is given as text.
"""

from __future__ import annotations

from oncomatch.domain.alteration import CopyNumberKind, MsiStatus
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import Sex
from oncomatch.domain.origin import CallOrigin

GUIDE = "http://hl7.org/fhir/uv/genomics-reporting"
LOINC = "http://loinc.org"
HGNC = "http://www.genenames.org"
HGVS = "http://varnomen.hgvs.org"
SEQUENCE_ONTOLOGY = "http://www.sequenceontology.org"
UCUM = "http://unitsofmeasure.org"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074"
ABSENT_REASON = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
GUIDE_CODES = f"{GUIDE}/CodeSystem/tbd-codes-cs"
RELATED_ARTIFACT = "http://hl7.org/fhir/StructureDefinition/workflow-relatedArtifact"

REPORT = ("51969-4", "Genetic analysis report")
VARIANT = ("69548-6", "Genetic variant assessment")
BURDEN = ("94076-7", "Mutations/Megabase [# Ratio] in Tumor")
MICROSATELLITES = (
    "81695-9",
    "Microsatellite instability [Interpretation] in Cancer specimen Qualitative",
)

GENE = ("48018-6", "Gene studied [ID]")
ASSEMBLY = ("62374-4", "Human reference sequence assembly version")
CHROMOSOME = ("48000-4", "Chromosome [Identifier] in Blood or Tissue by Molecular genetics method")
CODING_CHANGE = ("48004-6", "DNA change (c.HGVS)")
PROTEIN_CHANGE = ("48005-3", "Amino acid change (pHGVS)")
GENOMIC_CHANGE = ("81290-9", "Genomic DNA change (gHGVS)")
CHANGE_TYPE = ("48019-4", "DNA change type")
VARIATION_CODE = ("81252-9", "Discrete genetic variant")
SOURCE_CLASS = ("48002-0", "Genomic source class [Type]")
TRANSCRIPT = ("51958-7", "")
ALLELE_FRACTION = ("81258-6", "Sample variant allelic frequency [NFr]")
ALLELE_DEPTH = ("82121-5", "Allelic read depth")
COPIES = ("82155-3", "Genomic structural variant copy number")
REF = ("69547-8", "Genomic ref allele [ID]")
ALT = ("69551-0", "Genomic alt allele [ID]")
COORDINATES = ("92822-6", "Genomic coordinate system [Type]")
START_END = ("81254-5", "Genomic allele start-end")
PHENOTYPE = ("81259-4", "Associated phenotype")
MEDICATION = ("51963-7", "Medication assessed [ID]")
EVIDENCE_LEVEL = ("93044-6", "Level of evidence")
SIGNIFICANCE = ("53037-8", "")

PRESENT = ("LA9633-4", "Present")
ABSENT = ("LA9634-2", "Absent")
SOMATIC = ("LA6684-0", "Somatic")
GERMLINE = ("LA6683-2", "Germline")
ONE_BASED = ("LA30102-0", "1-based character counting")
RESPONSIVE = ("LA6677-4", "Responsive")
PRESUMED_RESPONSIVE = ("LA9661-5", "Presumed responsive")
RESISTANT = ("LA6676-6", "Resistant")
PRESUMED_RESISTANT = ("LA9660-7", "Presumed resistant")

BUILDS = {
    GenomeBuild.GRCH37: ("LA14029-5", "GRCh37"),
    GenomeBuild.GRCH38: ("LA26806-2", "GRCh38"),
}
ORIGINS = {CallOrigin.SOMATIC: SOMATIC, CallOrigin.GERMLINE: GERMLINE}
MSI = {
    MsiStatus.HIGH: ("LA26203-2", "MSI-H"),
    MsiStatus.LOW: ("LA26202-4", "MSI-L"),
    MsiStatus.STABLE: ("LA14122-8", "Stable"),
}
_GAIN = ("SO:0001742", "copy_number_gain")
_LOSS = ("SO:0001743", "copy_number_loss")
COPY_CHANGES = {
    CopyNumberKind.AMPLIFICATION: _GAIN,
    CopyNumberKind.GAIN: _GAIN,
    CopyNumberKind.LOSS: _LOSS,
    CopyNumberKind.DELETION: _LOSS,
}
FUSION = ("SO:0001565", "gene_fusion")
GENDERS = {Sex.FEMALE: "female", Sex.MALE: "male"}

_CHROMOSOME_ANSWERS = (
    *("LA21254-0", "LA21255-7", "LA21256-5", "LA21257-3", "LA21258-1", "LA21259-9"),
    *("LA21260-7", "LA21261-5", "LA21262-3", "LA21263-1", "LA21264-9", "LA21265-6"),
    *("LA21266-4", "LA21267-2", "LA21268-0", "LA21269-8", "LA21270-6", "LA21271-4"),
    *("LA21272-2", "LA21273-0", "LA21274-8", "LA21275-5", "LA21276-3", "LA21277-1"),
)
CHROMOSOMES = {
    name: (code, f"Chromosome {name}")
    for name, code in zip((*map(str, range(1, 23)), "X", "Y"), _CHROMOSOME_ANSWERS, strict=True)
}


def profile(name: str) -> str:
    """Return the URL of a profile or extension of the guide."""
    return f"{GUIDE}/StructureDefinition/{name}"
