"""Write CTML documents, as JSON or YAML by the name of the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from oncomatch.reporting.files import write_text

_YAML = (".yaml", ".yml")


def write_ctml(path: Path, document: dict[str, Any]) -> None:
    """Write a CTML document, whole or not at all; what was read is written back the same."""
    if path.suffix.lower() in _YAML:
        import yaml

        text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    else:
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    write_text(path, text)
