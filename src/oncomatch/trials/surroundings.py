"""What may stand around a criterion in a title without changing what it asks for.

A criterion is certain only in words that are known: `in patients with advanced … NSCLC` leaves
it as it is, while `without`, `uncommon`, `sensitizing` or `antigen-specific` turn it around,
narrow it, or make it a drug's target. There is no end to such words, so the harmless ones are
listed, and any other beside a criterion is a doubt.
"""

from __future__ import annotations

import re

# People and tumours, their extent and what was done before; joining words between them.
_KNOWN = frozenset(
    """
    a an and are as have has having is of or other that the their who whose with
    carry carrying confirmed documented harbor harboring harbors harbour harbouring harbours
    known positive
    study trial treatment therapy management master protocol substudy
    adult adults children individuals men participants patient patients pediatric people
    subjects women
    advanced disease early inoperable localised localized locally metastases metastasis
    metastatic naive naïve newly diagnosed oligometastatic operable previously progressive
    recurrent refractory relapsed resectable resected stage stages surgically treated
    unresectable unresected untreated
    acute chronic lymphoblastic lymphocytic myeloid myelogenous well poorly moderately
    neuroendocrine net nets gep
    adenocarcinoma adenocarcinomas cancer cancers carcinoma carcinomas carcinosarcoma
    cholangiocarcinoma crc gist glioblastoma glioma gliomas hcc leukaemia leukemia lymphoma
    malignancies malignancy melanoma mesothelioma neoplasm neoplasms nsclc pdac sarcoma sarcomas
    sclc thymoma tumor tumors tumour tumours
    biliary bladder bowel brain breast cell cervical cns colon colorectal cutaneous
    differentiated ductal endometrial endometrioid esophageal gallbladder gastric
    gastroesophageal gastrointestinal gynecologic gynecological head junction kidney large liver
    lung neck non nonsquamous oesophageal ovarian pancreatic papillary prostate rectal renal
    salivary serous skin small solid squamous stromal thoracic thyroid tract urothelial uterine
    uveal
    """.split()
)
HARMLESS = _KNOWN | frozenset(
    """
    must should has had been be being were was their at least one by this to on as per from
    histologically cytologically pathologically histopathologically radiologically molecularly
    histological cytological histologic pathological pathologic proven diagnosis diagnosed
    evidence documentation documented demonstrated established identified detected determined
    presence present positive negative status any all both specific prior
    tissue sample samples biopsy blood plasma circulating ctdna dna archival fresh
    local central laboratory test testing tested assay results result
    recurrence progressed progressing progression relapse relapsing persistent inoperable incurable
    nonmetastatic non previously treated invasive infiltrating primary secondary de novo
    high grade low well poorly moderately differentiated type types histology histologies subtype
    cancers carcinomas lymphomas leukaemias leukemias sarcomas melanomas gliomas glioblastomas
    adenocarcinoma squamous nonsquamous gej aml all cml cll mds mcl dlbcl gbm mcrpc crpc rcc gc
    tnbc brca epithelial mucinous endometrioid clear cell hgsoc neuroendocrine mesotheliomas
    intrahepatic extrahepatic perihilar hepatocellular gallbladder ampullary appendiceal
    anaplastic medullary follicular hurthle oncocytic castration sensitive resistant hormone
    acute chronic myeloid lymphoblastic lymphocytic myelogenous b t dual mixed phase
    documented confirmed either new another these those
    esophagus stomach oesophagus pancreas anus anal vulvar penile spine leptomeningeal
    fallopian tube peritoneal peritoneum cavity oral oropharyngeal oropharynx larynx hypopharynx
    nasopharyngeal thymic adrenal cortical ocular conjunctival mucosal acral desmoid chordoma
    expressing harbored harbours harboured carries contain contains containing bearing having show
    shows showing demonstrate demonstrates exhibiting exhibit express expresses
    according guidelines ajcc uicc who edition version recist
    in gene genes pathogenic
    demonstrating approved certified based detection identification genotype
    indicating clia nuclei unstable suffering bilateral multifocal multicentric percent aggressive
    participant subject individual person cytologic histology cytology confirmation deleterious
    suspected pathology findings consistent progressed on line lines standard systemic therapies
    regimen pediatric
    measurable evaluable disease lesion lesions that which enrolled considered likely
    bc mbc abc btc gi centrally fda histopathological situ hybridization hybridisation
    immunohistochemistry fluorescence fish ihc sequencing next generation ngs molecular pcr
    osteosarcoma osteosarcomas clinical specimen specimens parenchymal merkel radiological genetic
    union internationale contre le joint american committee international commission system
    classification world health organization asco cap society oncology college pathologists
    females males rectum bone marrow hnscc central nervous clinically
    precursor luminal
    synovial mastocytosis systemic waldenström waldenstrom macroglobulinemia ewing ewings
    rhabdomyosarcoma liposarcoma leiomyosarcoma neuroblastoma medulloblastoma ependymoma astrocytoma
    astrocytomas oligodendroglioma meningioma histiocytosis langerhans myelofibrosis polycythemia
    thrombocythemia myeloma plexiform neurofibroma neurofibromas craniopharyngioma mesenchymal
    adenoid cystic gynecologic gynecological gynaecological germ nuclear myelodysplastic syndrome
    syndromes blast phase marginal zone mantle diffuse midline
    hrr ddr improvement improvements act amendment amendments written
    actionable targetable druggable oncogenic driver detectable staging
    characterized characterised peripheral matching hla subtypes previous expression indicating
    esophagogastric encodes encoding protein premenopausal postmenopausal hysterectomy
    intact co deleted codeleted investigators investigator laboratories entry
    nut vera eosinophilic nerve sheath macroglobulinaemia dedifferentiated polycythaemia ependymomas
    chordomas paraganglioma pheochromocytoma retinoblastoma hepatoblastoma carcinoid chondrosarcoma
    angiosarcoma epithelioid myxoid desmoplastic rhabdoid schwannoma lymphoplasmacytic hodgkin
    burkitt malignant cmml jmml mpn histiocytic plasmacytoid hairy myelomonocytic juvenile
    mesenchymal astrocytic
    fl mzl pmbcl pcnsl showing uptake sites
    years age older male female history radiographically measurable evaluable female breast
    premenopausal perimenopausal postmenopausal qualifying accelerated lymphoid protein
    two confirming confirms analysis desmoplastic round alveolar
    sll mzl cmml jmml apl ccrcc scchn npc atc ptc mtc
    reviewed each indolent nhl nos cytopathologically cytological tumoral lesional baseline
    demonstration identification examination assessment guideline biopsies unilateral
    immunoreactive gea figo federation gynecology obstetrics hgsoc pleural localised
    lymphoplasmacytoid anytime radiographic radiographically metastasized metastasised spread
    documenting
    risk essential nut carrier carriers left right sided unequivocal unequivocally morphology
    morphologically cytopathologically pathohistologically definitively finally accordingly proof
    reviewed obtained upon assessment assessments evaluation guideline tnm possesses possess
    sp263 sp142 22c3 ventana dako nhl anytime predicted historic historical historically
    """.split()
)
_STAGE = re.compile(r"[ivx]+[abc]?\d?|t\d[a-z]?(?:n\d[a-z]?)?(?:m\d)?")
_RECEPTOR = r"(?:(?:estrogen|oestrogen|hormone) receptor(?: \([EH]R\))?|\b[EH]R)[\s-]positive\b"
_TERMS = re.compile(
    r"(?:castration|endocrine|hormone|platinum)[\s-](?:resistant|sensitive|refractory)|"
    rf"high[\s-]risk|first[\s-]line|\bother solid\b|de novo|"
    rf"radioactive iodine(?: \(RAI\))?|{_RECEPTOR}(?!\s*(?:or\b|and/or\b|/))",
    re.IGNORECASE,
)
_LEFT_END = frozenset(
    """
    in for adults children individuals men participants patients people subjects women : ; - – —
    """.split()
)
_RIGHT_END = frozenset(
    """
    in with without after before following for given on receiving resistant to undergoing
    until versus vs when where who whom : ; . - – —
    """.split()
)
_PLACES = frozenset(("in", "for"))
_TURNS = frozenset("but except excluding neither no nor not than without".split())
_ANTIFOLATE = "trexed"  # the stem of their names: "pemetrexed for NSCLC" is no "tested for"
_DASHES = "-–—"
_WORD = re.compile(r"[^\W_]+|[:;.]|(?<=\s)[–—-](?=\s)")
_CODE_NAME = re.compile(r"\((?=[^()\s]*[A-Z][^()\s]*[A-Z])[^()\s]+(?:\s[A-Z\d-]+)*\)")


def doubtful_word(before: str, after: str) -> str:
    """Return a word that may change the criterion between the two texts, empty if there is none.

    To the left the walk ends at the people or the place (`patients`, `in`), to the right where
    something else begins (`after`, `receiving`); until there each word has to be known. `and`
    and `or` next to a criterion join it to something that is no criterion here, the word before
    the end may turn it around (`not in`, `tested for`), and `in KRAS mutation` without a tumour
    or people names no one.
    """
    capitals = (before + after).isupper()
    before, after = (_TERMS.sub(" ", text) for text in (before, after))
    left = _words(before)[::-1]
    right = _words(after if capitals else _CODE_NAME.sub(" ", after))
    doubt, passed = _walk(left, _LEFT_END)
    further, described = _walk(right, _RIGHT_END)
    if doubt or further or passed == len(left):
        return doubt or further
    end, beyond = left[passed], left[passed + 1] if passed + 1 < len(left) else ""
    if end in _PLACES and not passed + described:
        return end
    asked_for = end == "for" and beyond.endswith(("ed", "ing"))
    turned = beyond in _TURNS or (asked_for and not beyond.endswith(_ANTIFOLATE))
    return beyond if turned else ""


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _walk(words: list[str], ends: frozenset[str]) -> tuple[str, int]:
    """Return the first word that is not known, and how many were passed before it or the end."""
    if words and words[0] in ("and", "or"):
        return words[0], 0
    for passed, word in enumerate(words):
        if word in ends and not (passed == 0 and word in _DASHES):
            return "", passed
        if word not in _KNOWN and not _STAGE.fullmatch(word):
            return word, passed
    return "", len(words)
