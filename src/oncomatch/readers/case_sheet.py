"""Read the case sheet: one row a case, tab-separated, columns in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from oncomatch.domain.alteration import TumorMarkers
from oncomatch.domain.build import GenomeBuild
from oncomatch.domain.case import CaseInfo, Sex
from oncomatch.domain.copy_number import TumorContent
from oncomatch.domain.order import Order
from oncomatch.domain.specimen import Specimen, SpecimenType
from oncomatch.errors import InputError, SheetError, TumorTypeError
from oncomatch.readers.panel_description import find_panel
from oncomatch.readers.schema import load_schema, problems
from oncomatch.readers.sheet_markers import markers_of
from oncomatch.readers.sheet_patient import clinical_of, therapies_of
from oncomatch.readers.table import read_table
from oncomatch.reference.tumor_types import TumorTypes

_FILES = (
    "vcf",
    "panel",
    "depth",
    "copy_number",
    "fusions",
    "fusion_genes",
    "expression",
    "tmb_file",
    "msi_file",
    "hrd_file",
    "combined",
    "signatures",
)
_ORDER = ("requester", "question", "collected", "received")
_SEVERAL = ("vcf", "depth", "copy_number", "fusions")
_MOST_FILES = 20
_GERMLINE_FILES = ("germline_vcf", "germline_panel")


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """A row of the sheet, checked: the case and the files that belong to it.

    `vcf`, `depth`, `copy_number` and `fusions` are empty where no file of the kind is given.
    `combined` is the one file for all that an assay saw. `place` is where the patient is, as
    written: it is kept out of every record and log.
    """

    info: CaseInfo
    vcf: tuple[Path, ...] = ()
    tumor_sample: str = ""
    panel: Path | None = None
    copy_number: tuple[Path, ...] = ()
    markers: TumorMarkers = field(default_factory=TumorMarkers)
    cnv_format: str = "auto"
    content: TumorContent = field(default_factory=TumorContent)
    fusions: tuple[Path, ...] = ()
    fusion_genes: Path | None = None
    specimen: Specimen = field(default_factory=Specimen)
    depth: tuple[Path, ...] = ()
    expression: Path | None = None
    tmb_file: Path | None = None
    msi_file: Path | None = None
    hrd_file: Path | None = None
    combined: Path | None = None
    germline_vcf: Path | None = None
    germline_sample: str = ""
    germline_panel: Path | None = None
    signatures: Path | None = None
    place: str = field(default="", repr=False)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the case that are given."""
        single = (
            self.panel,
            self.fusion_genes,
            self.expression,
            self.tmb_file,
            self.msi_file,
            self.hrd_file,
            self.combined,
            self.signatures,
        )
        germline = (self.germline_vcf, self.germline_panel)
        given = (*self.vcf, *self.depth, *self.copy_number, *self.fusions, *single, *germline)
        return tuple(path for path in given if path)


def read_case_sheet(path: Path, tumor_types: TumorTypes) -> tuple[CaseRequest, ...]:
    """Return the cases of a sheet in its order.

    Paths in the sheet are relative to its folder.

    Raises:
        SheetError: an unknown column, a bad value, a case twice, a case without any file.
        InputError: a file is absent.
    """
    requests: dict[str, CaseRequest] = {}
    for row in read_table(path, "case sheet").rows:
        where = row.where
        request = parse_case(row.cells, where, path.parent, tumor_types)
        if request.info.case_id.lower() in requests:
            raise SheetError(
                f"{where}: case id {request.info.case_id!r} stands twice (capitals make no "
                f"difference); give every case its own"
            )
        requests[request.info.case_id.lower()] = request
    if not requests:
        raise SheetError(f"{path}: names no case; add a row below the header")
    return tuple(requests.values())


def parse_case(
    cells: dict[str, str], where: str, folder: Path, tumor_types: TumorTypes
) -> CaseRequest:
    """Return the case of a row's cells; empty cells are absent."""
    info = read_patient(cells, where, tumor_types)
    try:
        markers = markers_of(cells)
    except ValueError as error:
        raise SheetError(f"{where}: {error}") from error
    paths = {
        name: _paths(cells[name], f"{where}, {name}", folder, several=name in _SEVERAL)
        for name in (*_FILES, *_GERMLINE_FILES)
        if _is_path(name, cells)
    }
    if "panel" in cells:
        paths["panel"] = _panel(cells["panel"], f"{where}, panel", folder)
    if "fusion_genes" in paths and "fusions" not in paths and "combined" not in paths:
        raise SheetError(
            f"{where}: fusion_genes is given without fusions, the file that the assay wrote; "
            f"give both"
        )
    if "germline_vcf" not in paths:
        for name in ("germline_panel", "germline_sample"):
            if name in cells:
                raise SheetError(f"{where}: {name} is given without germline_vcf; give both")
    if not paths and markers == TumorMarkers():
        raise SheetError(f"{where}: the case has neither a file nor a marker; nothing to report")
    return CaseRequest(
        info,
        paths.get("vcf", ()),
        cells.get("tumor_sample", ""),
        next(iter(paths.get("panel", ())), None),
        paths.get("copy_number", ()),
        markers,
        cells.get("cnv_format", "auto"),
        _content(cells, info.sex, where),
        paths.get("fusions", ()),
        next(iter(paths.get("fusion_genes", ())), None),
        _specimen(cells, where),
        paths.get("depth", ()),
        next(iter(paths.get("expression", ())), None),
        next(iter(paths.get("tmb_file", ())), None),
        next(iter(paths.get("msi_file", ())), None),
        next(iter(paths.get("hrd_file", ())), None),
        combined=next(iter(paths.get("combined", ())), None),
        germline_vcf=next(iter(paths.get("germline_vcf", ())), None),
        germline_sample=cells.get("germline_sample", ""),
        germline_panel=next(iter(paths.get("germline_panel", ())), None),
        signatures=next(iter(paths.get("signatures", ())), None),
        place=cells.get("place", ""),
    )


def read_patient(cells: dict[str, str], where: str, tumor_types: TumorTypes) -> CaseInfo:
    """Return what the cells of a row say of the patient and the disease; empty ones are absent.

    Raises:
        SheetError: a value is not accepted.
        TumorTypeError: the tumour type is not known.
    """
    found = problems(cells, load_schema("cases"))
    if found:
        raise SheetError(f"{where}: {'; '.join(found)}")
    try:
        tumor_type = tumor_types.understand(cells["tumor_type"]).tumor_type
    except TumorTypeError as error:
        raise TumorTypeError(f"{where}: {error}") from error
    try:
        return CaseInfo(
            case_id=cells["case_id"],
            tumor_type=tumor_type.code,
            tumor_type_name=tumor_type.name,
            build=GenomeBuild.parse(cells["build"]),
            age=_years(cells["age"]) if "age" in cells else None,
            sex=Sex(cells["sex"]) if "sex" in cells else None,
            specimen=cells.get("specimen", ""),
            order=Order(**{name: cells.get(name, "") for name in _ORDER}),
            prior_therapies=therapies_of(cells["prior_therapies"])
            if "prior_therapies" in cells
            else None,
            clinical=clinical_of(cells),
        )
    except ValueError as error:
        raise SheetError(f"{where}: {error}") from error


def _specimen(cells: dict[str, str], where: str) -> Specimen:
    normal = cells.get("matched_normal")
    try:
        return Specimen(
            SpecimenType(cells.get("specimen_type", SpecimenType.UNKNOWN.value)),
            float(cells["tumor_fraction"]) if "tumor_fraction" in cells else None,
            float(cells["purity"]) if "purity" in cells else None,
            None if normal is None else normal == "yes",
        )
    except ValueError as error:
        raise SheetError(f"{where}: {error}") from error


def _is_path(column: str, cells: dict[str, str]) -> bool:
    """Whether a cell is a path: `expression` may hold levels (`ERBB3=high`), `panel` a name."""
    if column == "panel":
        return False
    return column in cells and not (column == "expression" and "=" in cells[column])


def _panel(cell: str, where: str, folder: Path) -> tuple[Path, ...]:
    """Return the file of the panel: of the case, or one that ships and is meant by its name."""
    try:
        path = find_panel(cell, folder)
    except InputError as error:
        raise InputError(f"{where}: {error}") from error
    return (path,) if path.is_file() else _paths(cell, where, folder, several=False)


def names_of(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return what to call the files of one kind: their names, numbered where two share one."""
    names = [path.name for path in paths]
    return tuple(
        f"{name} (file {number})" if names.count(name) > 1 else name
        for number, name in enumerate(names, start=1)
    )


def _paths(cell: str, where: str, folder: Path, *, several: bool) -> tuple[Path, ...]:
    """Return the files of a cell, those of some columns parted by semicolons.

    Raises:
        SheetError: a part is empty, a file stands twice, or there are too many.
        InputError: a file is absent.
    """
    parts = [part.strip() for part in cell.split(";")] if several else [cell]
    if "" in parts:
        raise SheetError(f"{where}: {cell!r} has an empty part; expected are paths parted by ';'")
    if len(parts) > _MOST_FILES:
        raise SheetError(f"{where}: names {len(parts)} files; at most {_MOST_FILES} are read")
    found: dict[Path, Path] = {}
    for part in parts:
        file = folder / part
        if not file.is_file():
            relative = folder != Path() and not Path(part).is_absolute()
            hint = "paths are relative to the sheet's folder" if relative else "check the path"
            raise InputError(f"{where}: there is no file {file}; {hint}")
        if found.setdefault(file.resolve(), file) is not file:
            raise SheetError(f"{where}: the file {part} stands twice; name every file once")
    return tuple(found.values())


def _content(cells: dict[str, str], sex: Sex | None, where: str) -> TumorContent:
    try:
        return TumorContent(
            float(cells["purity"]) if "purity" in cells else None,
            float(cells["ploidy"]) if "ploidy" in cells else None,
            None if sex is None else sex is Sex.MALE,
        )
    except ValueError as error:
        raise SheetError(f"{where}: {error}") from error


def _years(cell: str) -> int | float:
    """Return an age in years: a whole number counts completed ones."""
    return float(cell) if "." in cell else int(cell)
