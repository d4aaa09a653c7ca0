"""Write rows of the annotation table as Parquet, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from oncomatch.reporting.annotation_table import Row
from oncomatch.reporting.files import whole_file

_NUMBERS = {
    "position": pa.int64(),
    "vaf": pa.float64(),
    "depth": pa.int64(),
    "alt_depth": pa.int64(),
}
SCHEMA = pa.schema([(name, _NUMBERS.get(name, pa.string())) for name in Row._fields])
_BATCH = 50_000


@contextmanager
def open_parquet(path: Path) -> Iterator[Callable[[Iterable[Row]], None]]:
    """Yield a function that takes rows; numbers are typed, an empty one is null."""
    with whole_file(path) as beside, pq.ParquetWriter(beside, SCHEMA) as writer:
        yield lambda rows: _write(writer, iter(rows))


def _write(writer: pq.ParquetWriter, rows: Iterator[Row]) -> None:
    while batch := list(islice(rows, _BATCH)):
        columns = [
            _column(name, values)
            for name, values in zip(Row._fields, zip(*batch, strict=True), strict=True)
        ]
        writer.write_table(pa.Table.from_arrays(columns, schema=SCHEMA))


def _column(name: str, values: tuple[str, ...]) -> pa.Array:
    kind = _NUMBERS.get(name)
    if kind is None:
        return pa.array(values, pa.string())
    return pa.array([value or None for value in values], pa.string()).cast(kind)
