"""What an indication says of earlier treatment and of the setting, read from its words.

Plain words become patterns (`line >= 2`, `after crizotinib`); what no pattern says becomes a
word of our own closed list (`domain.approval.Setting`). Where a label gives a choice ("or have
no satisfactory alternative"), no pattern is made: it would ask for more than the label.
"""

from __future__ import annotations

import re

from oncomatch.domain.approval import Setting

FIRST = "line <= 1"
_LATER = "line >= 2"
_TWO_BEFORE = "line >= 3"

_FIRST = re.compile(
    r"(?i)(?:for|as|in|in the|as the)(?: the)? first[- _]line(?: treatment| therapy)?\b"
    r"(?![- ]?(?:in combination with )?\s?(?:platinum|chemo|fluoro))"
    r"|first[- ]line treatment (?:of|in)"
    r"|no prior systemic therapy|(?<!inhibitor )treatment[- ]na[iï]ve"
    r"|previously untreated|newly[- ]diagnosed"
    r"|not received (?:any )?prior (?:systemic )?(?:therapy|treatment|anti-cancer treatment)(?! of)"
)
_AFTER_FIRST = re.compile(
    r"(?i)(?:after|following|to|completion of|within a|of a|received) first[- ]line"
    r"|first complete|newly diagnosed or|untreated (?:and|or)|or relapsed|either newly"
)
_TWO = re.compile(
    r"(?i)(?:two|2) or more (?:prior )?(?:lines|therapies|systemic|prior|anti|tyrosine)"
    r"|at least (?:two|2) (?:prior|lines|chemotherapy|additional)"
)
_ONE = re.compile(
    r"(?i)at least (?:one|1) (?:prior )?(?:line|therapy|systemic|prior|chemotherapy)"
    r"|(?<!not )(?:received|after) (?:a |one or more |one to three |one or two )?prior "
    r"(?:systemic|chemotherapy|therapy|treatment|lines)"
    r"|(?<!not )previously (?:been )?treated(?! with (?:neoadjuvant|chemotherapy in))"
    r"|one or more prior lines"
    r"|(?:one or two|one to three) prior|after prior (?:therapy|chemotherapy|treatment)"
    r"|relapsed ?(?:or|/) ?refractory"
    r"|progressed (?:on or )?(?:following|after) prior (?:systemic )?(?:treatment|therapy)"
    r"|progressive disease following prior therapy|progression following prior systemic"
    r"|disease progression on or after prior systemic therapy|second-line"
)
_A_CHOICE = re.compile(
    r"(?i)or (?:who )?(?:have|with) no satisfactory|or (?:that )?have progressed"
    r"|or patients who have|, or as a single|or developed|or have developed"
    r"|previously (?:un|not )?treated (?:and|or) previously"
    r"|in the following settings|newly[- ]diagnosed or|first[- ]line, maintenance|, or second or"
    r"|untreated or|in chronic phase or Ph\+|initial endocrine[- ]based therapy,? or"
    r"|or in women who have|or \(?ii\)"
    r"|previously treated with (?:neoadjuvant|chemotherapy in)|either newly|\(i\) following"
)
_EARLY = re.compile(r"(?i)adjuvant|early[- ]stage|early breast|resectable(?<!unresectable)")

_PLATINUM = "platinum compound"
_AFTER: tuple[tuple[str, str], ...] = (
    # words; what the patient was treated with before
    (
        r"(?<!not )previously treated with crizotinib|progressed on crizotinib and at least",
        r"after crizotinib",
    ),
    (
        r"(?<!not )(?:progressed|progression|progressing) (?:on or (?:after|following)"
        r"|during or following)"
        r"(?: prior treatment with a)? platinum ?-?(?:based|containing)"
        r"|after failure of platinum|progressed on or following prior treatment with a platinum"
        r"|prior treatment with a platinum|EGFR-directed therapy and platinum",
        f'after "{_PLATINUM}"',
    ),
    (
        r"(?:progressed on or after (?:treatment with an )?|including an |received prior )"
        r"EGFR[- ](?:TKI|tyrosine kinase inhibitor)",
        'after "EGFR tyrosine kinase inhibitor"',
    ),
    (r"received prior EGFR-directed", 'after "EGFR-directed therapy"'),
    (r"received a prior trastuzumab-based", "after trastuzumab"),
    (
        r"previously received trastuzumab and a taxane"
        r"|prior treatment with trastuzumab and a taxane",
        "after trastuzumab and after taxane",
    ),
    (r"prior treatment with trastuzumab emtansine", 'after "trastuzumab emtansine"'),
    (
        r"(?:one or more|at least one|at least 2|two or more) prior anti-? ?HER2",
        'after "HER2-directed therapy"',
    ),
    (
        r"(?:previously not treated with|not previously treated with|not previously received)"
        r" an ALK[- ]inhibitor",
        'not after "ALK inhibitor"',
    ),
    (r"not previously treated with a RET inhibitor", 'not after "RET inhibitor"'),
    (r"not previously treated with ROS1 inhibitors?", 'not after "ROS1 inhibitor"'),
    (r"not previously treated with crizotinib", "not after crizotinib"),
    (r"(?<!, and \(ii\) )\(ii\) who have not received a prior NTRK", 'not after "NTRK inhibitor"'),
    (
        r"TKI\)?[- ]+naive|tyrosine kinase inhibitor naive",
        'not after "EGFR tyrosine kinase inhibitor"',
    ),
    (r"BRAF-inhibitor treatment-naive", 'not after "BRAF inhibitor"'),
    (
        r"fluoropyrimidine[-,]* oxaliplatin[-,]*,? and irinotecan",
        "after fluoropyrimidine and after oxaliplatin and after irinotecan",
    ),
    (
        r"(?:failed|both) (?:both )?(?:oxaliplatin- and irinotecan|irinotecan- and oxaliplatin)",
        "after oxaliplatin and after irinotecan",
    ),
    (r"after (?:prior|previous) fluoropyrimidine", "after fluoropyrimidine"),
    (r"treatment with enzalutamide or abiraterone", "(after enzalutamide or after abiraterone)"),
    (r"prior therapy,? (?:that included|including) imatinib", "after imatinib"),
    (
        r"letrozole or anastrozole|non-steroidal aromatase inhibitor\.",
        "(after anastrozole or after letrozole)",
    ),
    (
        r"(?:progression (?:on or after|following|after)|have received) (?:an "
        r"|at least one (?:line of )?"
        r"|prior )*(?:treatment with an )?endocrine(?:[- ]based)?(?: therapy| regimen| and)"
        r"|endocrine-based therapy and at least",
        'after "endocrine therapy"',
    ),
    (
        r"containing a PD-1 or PD-L1 inhibitor",
        'after "PD-1/PD-L1 inhibitor"',
    ),
    (
        r"progressed following prior treatment with a new hormonal|included a new hormonal agent"
        r"|androgen receptor-directed",
        'after "androgen receptor pathway inhibitor"',
    ),
    (
        r"(?:two or more|one or more|at least 2|two or more) tyrosine kinase inhibitor"
        r"|prior TKI therapy|prior tyrosine-kinase inhibitor",
        'after "BCR-ABL inhibitor"',
    ),
)
_AFTER_COMPILED = tuple((re.compile(f"(?i:{words})"), text) for words, text in _AFTER)
_NAMED_EARLIER = re.compile(
    r"(?i)progress\w+ (?:on|after|following)|after failure|failed|resistan(?:ce|t) (?:or"
    r"|to)|refractory to"
    r"|after (?:alectinib|prior)|previously (?:received|treated with)|prior treatment with"
    r"|not previously|who have received|previously not treated"
)

_SETTINGS: tuple[tuple[str, Setting], ...] = (
    (
        r"(?<!neo)(?<!neo-)(?<!\(neo\))\badjuvant (?:treatment|therapy)|following resection",
        Setting.ADJUVANT,
    ),
    (r"neo-?adjuvant (?:treatment|therapy)", Setting.NEOADJUVANT),
    (r"maintenance", Setting.MAINTENANCE),
    (r"consolidation", Setting.CONSOLIDATION),
    (r"unresectable|not amenable to surgical", Setting.UNRESECTABLE),
    (r"locally[ -]advanced", Setting.LOCALLY_ADVANCED),
    (r"\bmetastatic|\bmC[RS]PC|\bmCRC|\bMBC\b", Setting.METASTATIC),
    (r"(?<!locally )(?<!locally-)advanced(?! phase)", Setting.ADVANCED),
    (r"recurrent|recurrence(?! (?:after|during|in adult))", Setting.RECURRENT),
    (r"relapsed|refractory(?! \(if)", Setting.RELAPSED_OR_REFRACTORY),
    (r"newly[- ]diagnosed", Setting.NEWLY_DIAGNOSED),
    (
        r"previously treated|at least (?:one|1) prior|after prior|progress(?:ed|ion|ing|ive)",
        Setting.PREVIOUSLY_TREATED,
    ),
    (
        r"previously untreated|treatment[- ]na[iï]ve|no prior systemic|first[- _]line treatment of",
        Setting.PREVIOUSLY_UNTREATED,
    ),
    (r"early[- ]stage|early (?:invasive )?breast|invasive early|\bEBC\b", Setting.EARLY_STAGE),
    (r"(?<!un)resectable", Setting.RESECTABLE),
    (r"high[- ]risk|risk of (?:disease )?(?:recurrence|relapse)", Setting.HIGH_RISK),
    (
        r"no (?:satisfactory|alternative)|limited clin|been exhausted|not eligible for any other",
        Setting.NO_ALTERNATIVE,
    ),
    (
        r"not (?:candidates|amenable)|cannot be curatively|without .{0,20}surgery",
        Setting.NOT_FOR_SURGERY,
    ),
    (
        r"unsuitable|not eligible|ineligible|not (?:clinically )?(?:indicated|appropriate"
        r"|suitable|considered)",
        Setting.CHEMOTHERAPY_UNSUITABLE,
    ),
    (r"intoleran", Setting.INTOLERANT),
    (r"not progressed|non-progressing|stable disease", Setting.NOT_PROGRESSED),
    (
        r"in (?:complete|response|a complete|partial)|responding|responded"
        r"|complete response|complete remission",
        Setting.IN_RESPONSE,
    ),
    (r"castration[- ]?resistant|\bmCRPC", Setting.CASTRATION_RESISTANT),
    (r"castration-sensitive|\bmCSPC", Setting.CASTRATION_SENSITIVE),
    (r"platinum-resistant", Setting.PLATINUM_RESISTANT),
    (r"platinum-sensitive", Setting.PLATINUM_SENSITIVE),
    (r"endocrine-resistant", Setting.ENDOCRINE_RESISTANT),
    (r"iodine", Setting.IODINE_REFRACTORY),
    (r"post-?menopausal", Setting.POSTMENOPAUSAL),
    (
        r"p(?:a)?ediatric|children|adolescent|years of age|aged? (?:>=|\d+) ?(?:years?"
        r"|months?|1 to)|(?:month|years?) (?:of age )?(?:and|or) older|months and older",
        Setting.PAEDIATRIC,
    ),
    (r"75 years|comorbidit|greater than 80", Setting.OLDER_AGE),
    (r"chronic[ -]phase|\bCP\b|\bCML-CP", Setting.CHRONIC_PHASE),
    (r"accelerated(?: phase|, )|\bblast", Setting.ADVANCED_PHASE),
    (r"minimal residual disease", Setting.MINIMAL_RESIDUAL_DISEASE),
    (r"low[- ]grade|grade 2", Setting.LOW_GRADE),
    (r"high[- ]grade", Setting.HIGH_GRADE),
    (r"\bstages? I|\bstages I", Setting.STAGE),
    (r"non-? ?squamous", Setting.NON_SQUAMOUS),
    (
        r"require (?:systemic )?therapy|candidates for systemic|therapeutic intervention",
        Setting.NEEDS_SYSTEMIC_THERAPY,
    ),
    (r"transfusion", Setting.TRANSFUSION_DEPENDENT),
    (
        r"with (?:\w+[ ,-]+){0,6}chemotherapy(?! (?:regimen )?(?:containing|induction))",
        Setting.WITH_CHEMOTHERAPY,
    ),
)
_SETTINGS_COMPILED = tuple((re.compile(f"(?i:{words})"), setting) for words, setting in _SETTINGS)
_FURTHER = re.compile(r"(?i)patients should|must (?:also )?have|should (?:also )?have")
_ACCELERATED = re.compile(r"(?i)approved under accelerated approval")
_BOILERPLATE = re.compile(
    r"(?i)(?:this|these) indications? (?:is|are) approved under accelerated.*|continued approval.*"
    r"|(?:^|[.;] )(?:adult )?patients with (?:EGFR|hormone|philadelphia|HR)[^.]*"
    r"|hormone receptor[- ]positive patients[^.]*"
    r"|limitations? of use.*|select patients for therapy.*|[A-Z]+ is not indicated.*"
)


def is_accelerated(words: str) -> bool:
    """Whether the label says of the indication that its approval is accelerated."""
    return _ACCELERATED.search(words) is not None


def line_of_label(words: str) -> str:
    """Return the pattern of what the label says of earlier treatment, empty if none can be had."""
    plain = _BOILERPLATE.sub("", words)
    if _A_CHOICE.search(plain) or _EARLY.search(plain):
        return ""
    parts = []
    if _TWO.search(plain):
        parts.append(_TWO_BEFORE)
    elif _ONE.search(plain):
        parts.append(_LATER)
    elif _FIRST.search(plain) and not _AFTER_FIRST.search(plain):
        parts.append(FIRST)
    for pattern, text in _AFTER_COMPILED:
        if pattern.search(plain):
            parts.append(text)
    return " and ".join(dict.fromkeys(parts))


def settings_of_label(words: str, line: str) -> tuple[Setting, ...]:
    """Return what the label asks for beyond its patterns, in the order of `Setting`."""
    plain = _BOILERPLATE.sub("", words)
    found = {setting for pattern, setting in _SETTINGS_COMPILED if pattern.search(plain)}
    if _FURTHER.search(words):
        found.add(Setting.FURTHER_CONDITIONS)
    if "line" in line:
        found -= {Setting.PREVIOUSLY_TREATED, Setting.PREVIOUSLY_UNTREATED}
    if "after" not in line and _NAMED_EARLIER.search(plain):
        found.add(Setting.NAMED_EARLIER_TREATMENT)
    return tuple(setting for setting in Setting if setting in found)
