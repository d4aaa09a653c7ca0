"""Words of running text for therapies that no table of drugs has: classes, cells, radiation.

A name with `{target}` takes the target from the text (`anti-TROP2 antibody-drug conjugate`). What
the knowledge base does not know keeps the text's own words in one spelling: nobody is taken to
have had it, or not to have had it, unless the sheet has the same words.
"""

from __future__ import annotations

GENERAL = frozenset(
    (
        "chemotherapy",
        "immunotherapy",
        "radiotherapy",
        "chemoradiotherapy",
        "endocrine therapy",
        "targeted therapy",
        "biologic therapy",
        "cellular therapy",
        "gene therapy",
    )
)
"""Therapies of which it is often not meant whatever was given, for whatever cancer."""

TARGET = (
    r"(?:c-)?(?:m?[A-Z][A-Z0-9]+(?:[-.][A-Z0-9]+){0,3}(?:[a-z]{1,5}|[αβγδ])?\d?|Akt|Met|Raf|Ras|"
    r"Bcl-?2|Bcl-?xL|Trop-?2|Nectin-?4|Wee1|Chk[12]|(?:[Cc]laudin|CLDN)[\s-]?18\.2)"
)
"""A protein by its short name: capitals and digits, or one of the few that are written so."""

_T = rf"(?:anti-?\s?)?(?P<target>(?-i:{TARGET}))"
_DIRECTED = r"(?:specific|directed|targeted|targeting|engineered)"
_THERAPIES = r"(?:therap(?:y|ies)|treatments?|agents?|drugs?|medications?)"
_TRANSPLANT = r"(?:transplant\w*|\b(?:HSCT|HCT|SCT|BMT)\b)"
_CAR = (
    r"(?:CAR[\s-]?T|CAR\b|chimeric antigen[\s-]receptors?)(?:[\s-]{1,2}(?:T|cells?|NK|therap(?:y|"
    r"ies)|CAR|CAR-T|engineered|modified|products?|treatments?))*"
)
_CONJUGATE = r"(?:antibody[\s-]drug[\s-]conjugates?|ADCs?)(?:\sADCs?)?"

WORDS: tuple[tuple[str, str], ...] = (
    (r"\bBruton(?:'s|’s|´s)? tyrosine kinase (?:BTK )?inhibitors?(?: BTKi)?", "BTK inhibitor"),
    (rf"\b{_T}[\s-](?:{_DIRECTED}[\s-])?{_CAR}", "anti-{target} CAR-T cells"),
    (
        rf"\b{_CAR}\s(?:targeting|against|directed (?:at|against|to))\s{_T}",
        "anti-{target} CAR-T cells",
    ),
    (rf"\b{_CAR}", "CAR-T cells"),
    (
        r"\b(?:T[\s-]?cell[\s-]receptor|TCR)s?[\s-]{1,2}(?:TCR[\s-])?(?:engineered|transduced|"
        r"modified|therap\w+)?[\s-]*(?:(?<=TCR-)T\b|T[\s-]?cells?(?: therap\w+)?)",
        "T-cell receptor-engineered T cells",
    ),
    (
        r"\bgenetically[\s-](?:modified|engineered) (?P<target>T|NK)\b(?:(?: or NK)?[\s-]cells?"
        r"(?: therap\w+)?)?",
        "genetically modified {target} cells",
    ),
    (
        r"\badoptive(?:ly)? (?:[TNK]+[\s-])?(?:cell\w*|transfer\w*)(?: (?:therap|transfer)\w*)?",
        "adoptive cell therapy",
    ),
    (r"\bgene[\s-](?:modif\w+ |transfer )?therap\w+|\bgene transfer\b", "gene therapy"),
    (r"\bcell(?:ular|[\s-]based)? therap(?:y|ies)", "cellular therapy"),
    (r"\boncolytic vir\w+(?: therap\w+)?", "oncolytic virus"),
    (
        r"\b(?:anti-?\s?)?(?:cancer|tumou?r|therapeutic|dendritic[\s-]cell|peptide|neoantigen)"
        r"[\s-]vaccin\w+|\bvaccine therap\w+",
        "cancer vaccine",
    ),
    (
        rf"\b{_T}[\s-](?:{_DIRECTED}[\s-])?(?:bispecific )?T[\s-]cell engag\w+",
        "{target} T-cell engager",
    ),
    (
        r"\b(?:bispecific )?T[\s-]cell engag\w+(?: BiTEs?)?(?: therap\w+)?|(?-i:\bB[iI]TEs?\b)"
        r"(?: antibod\w+)?",
        "bispecific T-cell engager",
    ),
    (
        rf"\ballogene?ic(?:(?!autolog)[^.;]){{0,70}}?{_TRANSPLANT}|\ballo-?(?:SCT|HSCT|"
        rf"HCT|BMT)\b",
        "allogeneic transplant",
    ),
    (
        rf"\bautologous(?:(?!allogen)[^.;]){{0,70}}?{_TRANSPLANT}|\bauto-?(?:SCT|HSCT|"
        rf"HCT)\b|\bASCT\b",
        "autologous transplant",
    ),
    (r"\bautologous(?=\W{1,3}(?:and|or|and/or)\sallogen)", "autologous transplant"),
    (r"\ballogene?ic(?=\W{1,3}(?:and|or|and/or)\sautolog)", "allogeneic transplant"),
    (
        r"\b(?:chemo-?radio-?therap\w+|chemo-?radiation(?: therap\w+)?|radio-?chemo-?therap\w+"
        r"|CRT\b)",
        "chemoradiotherapy",
    ),
    (r"\b(?:re-?irradiation)\b", "re-irradiation"),
    (
        r"\bPSMA[^.;,]{0,30}(?:radioligand|radionuclide|radiopharm\w+|RLT)\b(?: therap\w+)?|"
        r"\b(?:radioligand|radionuclide|radiopharm\w+) therap\w+ (?:targeting|directed at) PSMA",
        "PSMA radioligand",
    ),
    (r"\b(?:\[?177\]?[\s-]?Lu|lutetium(?:[\s-]177)?)[\s-]{1,2}PSMA-?617\b", "177Lu-PSMA-617"),
    (
        r"\b(?:\[?177\]?[\s-]?Lu|lutetium(?:[\s-]177)?)[\s-]{1,2}PSMA(?: therap\w+| RLT|\b)",
        "PSMA radioligand",
    ),
    (
        r"\b(?:\[?177\]?[\s-]?Lu|lutetium(?:[\s-]177)?)[\s-]{1,2}(?:label\w+ )?"
        r"(?:SSAs?\b|somatostatin analog\w*|DOTA\w+)",
        "177Lu somatostatin analogue",
    ),
    (
        r"\bpeptide[\s-]receptor[\s-]radionuclide therapy\b(?: PRRT)?|\bPRRT\b",
        "peptide receptor radionuclide therapy",
    ),
    (
        r"\b(?:radio-?therap(?:y|ies)|(?:radiation|proton)(?: beam)?(?: therap(?:y|"
        r"ies)| treatments?|"
        r"(?!\W?(?:\w+\W){0,2}(?:oncolog|necrosis|field|emit|pneumon|cystitis|proctitis|enteritis|"
        r"dose|dosi|recall|expos|tox)))|irradiation)\b",
        "radiotherapy",
    ),
    (r"\b(?P<target>strontium|samarium|rhenium|radium)[\s-]?\d{2,3}\b", "{target} isotope"),
    (r"\bf(?:a)?ecal microbiota transplant\w*(?: FMT)?|\bFMT\b", "fecal microbiota transplant"),
    (
        r"\b(?:second|2nd)[\s-](?:or (?:third|later)[\s-])?generation BCR-?(?:::)?ABL1?[\s-](?"
        r":TKIs?|tyrosine[\s-]kinase inhibitors?)",
        "second-generation BCR-ABL inhibitor",
    ),
    (
        r"\banti-?\s?HER-?2[\s-]*(?:directed|targeted|based)?\s(?:therap\w+|agents?|treatments?)|"
        r"\bHER-?2[\s-](?:directed|targeted|targeting) (?:therap\w+|agents?)",
        "HER2-directed therapy",
    ),
    (
        r"\b(?P<target>pan-?K?RAS|K?RAS)[\s-]{1,2}(?:small molecule |selective |mutant )*(?:ta"
        r"rgeting|"
        r"targeted|directed)?[\s-]*(?:therap\w+|agents?)",
        "{target} inhibitor",
    ),
    (
        r"\bKRAS[\s-]*\(?(?P<target>G1[23][A-Z])\)?[\s-]*(?:small molecule |mutant |"
        r"mutation |selective |targeted |"
        r"targeting |directed |specific )*(?:inhibitors?|therap\w+|agents?)",
        "KRAS {target} inhibitor",
    ),
    (
        r"\bCDK\s?4\s?(?:/|and|&)\s?6\s?(?:kinase\s)?(?:inhibitors?|inhibition|i\b)|"
        r"\bcyclin[\s-]dependent kinases? (?:CDKs? )?4\s?(?:/|and|&)\s?6 (?:CDK4/6 )?inhibitor"
        r"s?",
        "CDK4/6 inhibitor",
    ),
    (
        r"\b(?:anti-?\s?)?PD-?\s?\(L\)-?\s?1\b|\b(?:anti-?\s?)?PD-?1\s?/\s?(?:anti-?\s?|"
        r"-)?(?:PD-?\s?)?L-?1\b|"
        r"\b(?:anti-?\s?)?PD-?L1\s?/\s?(?:anti-?\s?)?PD-?1\b|\b(?:anti-?\s?)?PD\(L\)-?1\b",
        "PD-1/PD-L1 inhibitor",
    ),
    (
        r"\b(?:anti-?\s?)?PD-?\s?L-?1\b|\bprogrammed (?:cell )?death[\s-](?:1[\s-])?ligand[\s-"
        r"]1\b(?: PD-?L1)?",
        "PD-L1 inhibitor",
    ),
    (
        r"\b(?:anti-?\s?)?PD-?\s?1\b|\bprogrammed (?:cell )?death(?:[\s-](?:protein|"
        r"receptor))?[\s-]1\b(?: PD-?1)?",
        "PD-1 inhibitor",
    ),
    (r"\b(?:anti-?\s?)?PD-?\s?L-?2\b", "anti-PD-L2 antibody"),
    (
        r"\b(?:anti-?\s?)?(?:cytotoxic T[\s-]lymphocyte[\s-]\w+[\s-]\w+[\s-]4 )?CTLA-?\s?4\b",
        "CTLA-4 inhibitor",
    ),
    (
        r"\bcell[\s-]cycle checkpoint (?:kinase )?inhibitors?",
        "cell cycle checkpoint inhibitor",
    ),
    (
        r"\b(?<!cycle )(?:immune[\s-])?check-?point[\s-](?:inhibitors?|inhibition|"
        r"blockade|blockers?|"
        r"inhibitory)\b(?: ICIs?\b| CPIs?\b)?|\bICIs?\b|\bCPIs?\b",
        "immune checkpoint inhibitor",
    ),
    (
        r"\bplatinum(?![\s-](?:resistan|refractor|sensitiv|eligib|ineligib|free|intoleran|"
        r"na[iï]ve))"
        r"(?:[\s-]{1,2}(?:based|containing|doublets?|chemotherap\w+|therap\w+|regimens?|agents?|"
        r"compounds?|treatments?|combination|salts?))*",
        "platinum compound",
    ),
    (
        r"\banti-?\s?CD20\b(?:[\s-](?:directed|monoclonal|antibod\w+|agents?|therap\w+|"
        r"containing|based|mAb))*",
        "anti-CD20 antibody",
    ),
    (r"\banti-?\s?EGFR (?:monoclonal )?antibod\w+", "anti-EGFR antibody"),
    (
        r"\bHER-?2 exon ?20 insertion[\s-](?:targeted|targeting|directed) therap\w+|"
        r"\bHER-?2 ex20ins[\s-]targeted therap\w+|\bERBB2 exon 20 insertion targeted therapy",
        "ERBB2 exon 20 insertion targeted therapy",
    ),
    (
        r"\b(?:third|3rd)[\s-]generation EGFR[\s-]{0,2}(?:TKIs?|tyrosine kinase inhibitors?)",
        "third-generation EGFR tyrosine kinase inhibitor",
    ),
    (
        r"\b(?:EGFR|epidermal growth factor receptor)[\s-]{0,2}(?:EGFR )?(?:TKIs?|"
        r"tyrosine kinase inhibitors?|inhibitor TKI)(?: (?:EGFR )?TKIs?)?",
        "EGFR tyrosine kinase inhibitor",
    ),
    (
        r"\b(?:androgen[\s-]receptor|AR)(?: AR)?[\s-](?:axis[\s-])?(?:pathway|signal\w+|"
        r"targeted|targeting|directed|axis)[\s-]?"
        r"(?:pathway )?(?:inhibitors?|agents?|therap\w+|drugs?)(?: ARPIs?| ARSIs?)?|"
        r"\b(?:ARPIs?|ARSIs?|ARTAs?|ARATs?|NHAs?|NAADs?)\b|"
        r"\b(?:novel|second[\s-]generation|2nd[\s-]generation|next[\s-]generation) (?:hormonal"
        r"|anti-?androgens?|"
        r"androgen\w*|AR\b)[\s-]*(?:receptor )?(?:axis[\s-])?(?:targeted )?(?:therap\w+|"
        r"agents?|drugs?|inhibitors?)?",
        "androgen receptor pathway inhibitor",
    ),
    (r"\banti-?androgens?(?: therap\w+| agents?)?", "antiandrogen"),
    (
        r"\b(?:SERDs?|selective (?:o)?estrogen receptor (?:SERD )?(?:degraders?|down-?regulato"
        r"rs?)(?: SERDs?)?)\b",
        "selective estrogen receptor degrader",
    ),
    (
        r"\b(?:SERMs?|selective (?:o)?estrogen receptor modulators?(?: SERMs?)?)\b",
        "selective estrogen receptor modulator",
    ),
    (
        r"\b(?:CERANs?|complete (?:(?:o)?estrogen receptor|ER) antagonists?(?: CERANs?)?)\b",
        "complete estrogen receptor antagonist",
    ),
    (
        r"\b(?:PROTACs?|proteolysis[\s-]targeting chim(?:era|aera)s?(?: PROTACs?)?)\b",
        "proteolysis targeting chimera",
    ),
    (
        r"\b(?:endocrine|hormon(?:al|e)|anti-?hormon(?:al|e)) (?:therap\w+|treatments?|"
        r"agents?)",
        "endocrine therapy",
    ),
    (r"\banti-?angiogenic (?:therap\w+|agents?|drugs?|treatments?)", "antiangiogenic therapy"),
    (
        r"\b(?:FTIs?|farnesyl[\s-]?transferase inhibitors?(?: FTIs?)?)\b",
        "farnesyltransferase inhibitor",
    ),
    (
        r"\bpoly\s?\(?(?:ADP|adenosine diphosphate)[\s-]+ribose\)? polymerase(?:[\s-]1)?(?: PA"
        r"RP)? inhibitors?(?: PARPi)?",
        "PARP inhibitor",
    ),
    (
        rf"\b{_T}[\s-]{{1,2}}(?:{_DIRECTED}[\s-])?{_CONJUGATE}",
        "anti-{target} antibody-drug conjugate",
    ),
    (
        rf"\b{_CONJUGATE} (?:targeting|directed (?:at|against|to)|against) {_T}",
        "anti-{target} antibody-drug conjugate",
    ),
    (
        r"\btopoisomerase[\s-](?:I|1)[\s-](?:inhibitor[\s-])?(?:containing|based)?[\s-]*"
        + _CONJUGATE,
        "topoisomerase I antibody-drug conjugate",
    ),
    (rf"\b{_T}[\s-]agonists?(?: antibod\w+)?", "{target} agonist"),
    (
        r"\b(?:anti-?\s?)?(?P<target>TIGIT|LAG-?3|TIM-?3|OX-?\s?40|PVRIG|CD96)\b(?![^.;,]{0,10}"
        r"positive)(?: (?:monoclonal )?antibod\w+| (?:therap|agent|inhibitor)\w*)?",
        "anti-{target} antibody",
    ),
    (
        r"\b(?:anti-?\s?)?(?:4-1BB(?:\s?\(?CD137\)?)?|CD137)\b(?: agonists?| (?:monoclonal )?a"
        r"ntibod\w+| agents?)?",
        "CD137 agonist",
    ),
    (
        rf"\banti-?\s?(?P<target>(?-i:{TARGET}))[\s-](?:targeted |directed )?{_THERAPIES}",
        "{target}-directed therapy",
    ),
    (
        rf"\b(?:therap(?:y|ies)|agents?|drugs?|treatments?) (?:that )?(?:specifically )?(?:targ"
        rf"eting|target|directed (?:at|against|to)) {_T}",
        "{target}-directed therapy",
    ),
    (
        rf"\b{_T}[\s-](?:targeted|directed|targeting) (?:immuno)?{_THERAPIES}",
        "{target}-directed therapy",
    ),
    (
        r"\bimmun(?:o|e)[\s-]?therap(?:y|ies)\b|\bimmuno-?oncology (?:therap\w+|agents?)|"
        r"(?-i:\bI-?O\b)(?:[\s-]based)? (?:therap|treat|agent)\w*",
        "immunotherapy",
    ),
    (
        r"(?<![\w-])targeted (?:anti-?cancer )?(?:therap(?:y|ies)|agents?|drugs?|treatments?)",
        "targeted therapy",
    ),
    (
        r"\bbiologic(?:al)?s? (?:anti-?cancer )?(?:therap(?:y|ies)|agents?|treatments?)|"
        r"\bbiotherap(?:y|ies)",
        "biologic therapy",
    ),
    (
        r"\b(?:multi-?(?:targeted )?)?TKIs?\b|\btyrosine[\s-]kinase inhibitors?",
        "tyrosine kinase inhibitor",
    ),
    (r"\btaxanes?\b", "taxane"),
    (r"\banthracyclines?\b", "anthracycline"),
    (r"\bfluoropyrimidines?\b", "fluoropyrimidine"),
    (
        r"\b(?:cytotoxic |systemic |multi-?agent )*chemo-?(?:immuno-?)?therap(?:y|"
        r"ies|eutics?)\b",
        "chemotherapy",
    ),
    (r"\b(?:m-?)?FOLFIRINOX\b", "FOLFIRINOX"),
    (r"\bNALIRIFOX\b", "NALIRIFOX"),
)
"""Patterns, of which the first that fits a place counts, with the one name of what they mean."""
