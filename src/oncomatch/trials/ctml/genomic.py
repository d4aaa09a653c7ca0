"""A genomic leaf of CTML as a pattern.

All keys of a leaf are about one alteration, and `!` on any of them turns the whole leaf: no
alteration is all of that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from oncomatch.domain.biomarker import (
    Biomarker,
    CopyNumberChange,
    CopyNumberKind,
    Fusion,
    MutationalSignature,
    Not,
    Rearrangement,
    Unread,
    WildType,
    unread,
)
from oncomatch.trials.ctml import vocabulary as words
from oncomatch.trials.ctml.mutation import SMALL_KEYS, small_change
from oncomatch.trials.ctml.slips import SlipKind, Slips, nearest, shown

FindGene = Callable[[str], str]
"""Returns the symbol that a name of a gene means, empty where it is not known."""

_COPIES = tuple(CopyNumberKind)
_SIDES = ("any_gene", "intergenic")
_NONE = ("", "none")
_MARKERS = frozenset(("mmr_status", "ms_status", *words.SIGNATURES))
_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,30}")


class GenomicLeaf:
    """Reads genomic leaves; slips go to the list."""

    def __init__(self, find_gene: FindGene, slips: Slips):
        self._find_gene = find_gene
        self._slips = slips

    def read(self, leaf: dict[str, Any], path: str) -> Biomarker | None:
        """Return the pattern of a leaf, None where it asks for nothing."""
        turned = any(isinstance(value, str) and value.startswith("!") for value in leaf.values())
        plain = {
            key: value[1:].strip() if isinstance(value, str) and value.startswith("!") else value
            for key, value in leaf.items()
        }
        parts = self._parts(plain, path)
        if not parts:
            return None
        pattern = words.all_of(parts)
        return Not(pattern) if turned else pattern

    def _parts(self, leaf: dict[str, Any], path: str) -> list[Biomarker]:
        """Return the patterns of a leaf that is not turned, all of which one alteration meets."""
        parts: list[Biomarker] = []
        gene = self._gene(leaf.get("hugo_symbol", ""), f"{path}.hugo_symbol")
        for key in ("mmr_status", "ms_status", *words.SIGNATURES):
            if key in leaf:
                parts.append(self._marker(key, leaf[key], f"{path}.{key}"))
        other = {key: value for key, value in leaf.items() if key not in words.GENOMIC_KEYS}
        asked = set(leaf) - _MARKERS - {"hugo_symbol", "display_name", "tier"} - set(other)
        if asked or (not parts and (gene or not other)):
            parts.extend(self._alteration(leaf, gene, path))
        if "tier" in leaf:
            self._slips.add(SlipKind.LIMIT, f"{path}.tier", "the tier of a record is not compared")
            parts.append(unread(f"tier: {shown(leaf['tier'])}", gene))
        for key, value in other.items():
            parts.append(self._unknown_key(key, value, gene, path))
        return parts

    def _unknown_key(self, key: str, value: object, gene: str, path: str) -> Biomarker:
        near = nearest(key, words.GENOMIC_KEYS)
        hint = f"did you mean {near}?" if near else "it is no key of a genomic leaf"
        self._slips.add(SlipKind.UNREAD, f"{path}.{key}", f"unknown key {shown(key)!r}", hint)
        return unread(f"{shown(key)}: {shown(value)}", gene)

    def _gene(self, value: object, path: str) -> str:
        """Return the current symbol of a gene, the name as it is where it is not known."""
        name = str(value).strip() if isinstance(value, str) else ""
        if name.lower() in _NONE or name.lower().replace(" ", "_") in _SIDES:
            return ""
        symbol = self._find_gene(name)
        if not symbol:
            self._slips.add(
                SlipKind.UNREAD, path, f"{shown(value)!r} is no gene of HGNC", "check the symbol"
            )
        elif symbol != name:
            self._slips.add(
                SlipKind.CORRECTED, path, f"{shown(value)!r} is not the symbol", f"write {symbol}"
            )
        return symbol

    def _marker(self, key: str, value: object, path: str) -> Biomarker:
        if key in words.SIGNATURES:
            word = "yes" if value is True else "no" if value is False else str(value).lower()
            found = MutationalSignature(words.SIGNATURES[key])
            if word in ("yes", "no"):
                return found if word == "yes" else Not(found)
            return self._no_value(key, value, "", path, ("Yes", "No"))
        known: dict[str, Biomarker | None] = (
            {**words.REPAIR} if key == "mmr_status" else {**words.MICROSATELLITES}
        )
        others = words.MICROSATELLITES if key == "mmr_status" else words.REPAIR
        meant = nearest(str(value), known)
        if not meant and str(value) in others:
            self._slips.add(
                SlipKind.CORRECTED,
                path,
                f"{shown(value)!r} is a value of {'ms' if key == 'mmr_status' else 'mmr'}_status",
            )
            known, meant = {**others}, str(value)
        if not meant:
            return self._no_value(key, value, "", path, known)
        self._meant(value, meant, path)
        pattern = known[meant]
        if pattern is None:
            self._slips.add(SlipKind.LIMIT, path, f"{meant} is not told from MSS here")
            return unread(f"{key}: {meant}")
        return pattern

    def _meant(self, value: object, meant: str, path: str) -> None:
        if value != meant:
            self._slips.add(
                SlipKind.CORRECTED,
                path,
                f"{shown(value)!r} is not a value of CTML",
                f"write {meant!r}",
            )

    def _no_value(
        self, key: str, value: object, gene: str, path: str, known: Iterable[str] = ()
    ) -> Unread:
        listed = ", ".join(known)
        self._slips.add(
            SlipKind.UNREAD,
            path,
            f"{shown(value)!r} is no value of {key}",
            f"of {listed}" if listed else "",
        )
        return unread(f"{key}: {shown(value)}", gene)

    def _alteration(self, leaf: dict[str, Any], gene: str, path: str) -> list[Biomarker]:
        """Return the patterns of the alteration of a gene that a leaf asks for."""
        category = self._category(leaf, gene, path)
        if isinstance(category, Unread):
            return [category]
        if category == words.STRUCTURAL:
            return self._structural(leaf, gene, path)
        if not gene:
            asked = {key: value for key, value in leaf.items() if key != "display_name"}
            if not leaf.get("hugo_symbol"):
                self._slips.add(SlipKind.UNREAD, path, "names no gene", "add hugo_symbol")
            name = str(leaf.get("hugo_symbol", ""))
            return [unread(shown(asked), name if _SYMBOL.fullmatch(name) else "")]
        if "wildtype" in leaf or category == words.WILD_TYPE:
            return self._wild_type(leaf, gene, category, path)
        if category == words.COPY_NUMBER:
            return self._copies(leaf, gene, path)
        small = small_change(leaf, gene, path, self._slips)
        if category == words.MUTATION or set(leaf) & SMALL_KEYS:
            return self._stray(leaf, gene, path, ("cnv_call", "fusion_partner_hugo_symbol"), small)
        any_copies = [CopyNumberChange(gene, kind) for kind in _COPIES]
        structural = [] if category == words.ANY else [Rearrangement(gene)]
        return [words.any_of([words.all_of(small), *any_copies, *structural])]

    def _category(self, leaf: dict[str, Any], gene: str, path: str) -> str | Unread:
        """Return the category of a leaf, empty where it may be any; others are told by keys."""
        if "variant_category" not in leaf:
            if "cnv_call" in leaf:
                told = words.COPY_NUMBER
            elif "fusion_partner_hugo_symbol" in leaf:
                told = words.STRUCTURAL
            else:
                told = words.MUTATION if set(leaf) & SMALL_KEYS else ""
            if told:
                self._slips.add(
                    SlipKind.CORRECTED,
                    path,
                    "has no variant_category",
                    f"write variant_category: {told}",
                )
            return told
        value = leaf["variant_category"]
        meant = value if isinstance(value, str) and value in words.CATEGORIES else ""
        if not meant:
            meant = words.CATEGORY_SLIPS.get(str(value).upper()) or nearest(
                str(value), words.CATEGORIES
            )
            where = f"{path}.variant_category"
            if not meant:
                return self._no_value("variant_category", value, gene, where, words.CATEGORIES)
            write = "wildtype: true" if meant == words.WILD_TYPE else repr(meant)
            self._slips.add(
                SlipKind.CORRECTED,
                where,
                f"{shown(value)!r} is no value of variant_category",
                f"write {write}",
            )
        return meant

    def _stray(
        self,
        leaf: dict[str, Any],
        gene: str,
        path: str,
        keys: tuple[str, ...],
        parts: list[Biomarker],
    ) -> list[Biomarker]:
        """Add what a leaf asks for beside its category, which no single record can meet."""
        for key in keys:
            if key in leaf and leaf[key] not in (None, "", []):
                self._slips.add(
                    SlipKind.UNREAD,
                    f"{path}.{key}",
                    f"{key} beside another category: no single alteration is both",
                    "give it a leaf of its own",
                )
                parts.append(unread(f"{key}: {shown(leaf[key])}", gene))
        return parts

    def _wild_type(
        self, leaf: dict[str, Any], gene: str, category: str, path: str
    ) -> list[Biomarker]:
        value = leaf.get("wildtype", True)
        word = str(value).strip().lower()
        if word not in ("true", "false", "yes", "no"):
            known = ("true", "false")
            return [self._no_value("wildtype", value, gene, f"{path}.wildtype", known)]
        if not isinstance(value, bool):
            self._slips.add(
                SlipKind.CORRECTED,
                f"{path}.wildtype",
                f"{shown(value)!r} is text",
                f"write {'true' if word in ('true', 'yes') else 'false'}",
            )
        if word in ("true", "yes"):
            keys = (*sorted(SMALL_KEYS), "cnv_call", "fusion_partner_hugo_symbol")
            return self._stray(leaf, gene, path, keys, [WildType(gene)])
        rest = {key: each for key, each in leaf.items() if key != "wildtype"}
        if set(rest) & SMALL_KEYS or category == words.COPY_NUMBER:
            return self._alteration(rest, gene, path)
        return [Not(WildType(gene))]

    def _copies(self, leaf: dict[str, Any], gene: str, path: str) -> list[Biomarker]:
        if "cnv_call" not in leaf:
            parts: list[Biomarker] = [
                words.any_of([CopyNumberChange(gene, kind) for kind in _COPIES])
            ]
        else:
            value = leaf["cnv_call"]
            where = f"{path}.cnv_call"
            meant = words.CNV_SLIPS.get(str(value).strip().lower()) or nearest(
                str(value), words.CNV_CALLS
            )
            if meant:
                self._meant(value, meant, where)
                parts = [CopyNumberChange(gene, words.CNV_CALLS[meant])]
            else:
                parts = [self._no_value("cnv_call", value, gene, where, words.CNV_CALLS)]
        self._beyond(leaf, gene, path, parts)
        return self._stray(leaf, gene, path, (*sorted(SMALL_KEYS - {"molecular_function"}),), parts)

    def _beyond(self, leaf: dict[str, Any], gene: str, path: str, parts: list[Biomarker]) -> None:
        """Add the function of a change of copies or structure, which nothing tells."""
        if "molecular_function" in leaf:
            self._slips.add(
                SlipKind.LIMIT,
                f"{path}.molecular_function",
                "the function of a change of copies or structure is not told",
            )
            parts.append(unread(f"molecular_function: {shown(leaf['molecular_function'])}", gene))

    def _structural(self, leaf: dict[str, Any], gene: str, path: str) -> list[Biomarker]:
        """Return the fusion in either order, or the break of the gene where no partner is named."""
        sides = [_side(leaf.get("hugo_symbol")), _side(leaf.get("fusion_partner_hugo_symbol"))]
        named = [
            gene if index == 0 else self._gene(value, f"{path}.fusion_partner_hugo_symbol")
            for index, value in enumerate(
                (leaf.get("hugo_symbol"), leaf.get("fusion_partner_hugo_symbol", ""))
            )
        ]
        genes = [each for each in named if each]
        parts: list[Biomarker]
        unknown = [
            side
            for side, each in zip(sides, named, strict=True)
            if side and not each and side not in _SIDES
        ]
        if not genes or unknown:
            asked = {key: value for key, value in leaf.items() if key != "display_name"}
            if not unknown:
                self._slips.add(SlipKind.UNREAD, path, "names no gene of the structural variant")
            parts = [unread(shown(asked), genes[0] if genes else "")]
        elif len(genes) == 2 and genes[0] != genes[1]:
            parts = [words.any_of([Fusion(genes[0], genes[1]), Fusion(genes[1], genes[0])])]
        elif len(genes) == 2:
            self._slips.add(SlipKind.LIMIT, path, "a break within one gene is not told from others")
            parts = [Rearrangement(gene), unread(f"both sides in {gene}", gene)]
        elif "any_gene" in sides:
            parts = [Fusion(genes[0])]
        elif "intergenic" in sides:
            self._slips.add(SlipKind.LIMIT, path, "a break to no gene is not told from others")
            parts = [Rearrangement(genes[0]), unread("partner: intergenic", genes[0])]
        else:
            parts = [Rearrangement(genes[0])]
        about = genes[0] if genes else ""
        self._beyond(leaf, about, path, parts)
        keys = (*sorted(SMALL_KEYS - {"molecular_function"}), "cnv_call")
        return self._stray(leaf, about, path, keys, parts)


def _side(value: object) -> str:
    """Return a side of a structural variant: empty, any_gene, intergenic or a name."""
    text = str(value).strip() if isinstance(value, str) else ""
    folded = text.lower().replace(" ", "_")
    if folded in _SIDES:
        return folded
    return "" if folded in _NONE else text
