"""plangen beside Pandoc (with Typst) and docxtpl (with LibreOffice): the same text, the same machine, the same hour.

    python -m tests.bench.neighbours [--rounds 3] [--write FILE]

Each command is a cold process, as at a shell; the commands take turns, the median counts. What the neighbours are given
is made beforehand and not counted: Markdown and a reference.docx for Pandoc, a template and its content for docxtpl.
plangen's time holds what they do not do: reading and checking the plan, its figures, nineteen charts, and reading
the finished files once more. A neighbour or LibreOffice that is missing is left out, and the table says so.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pypdf import PdfReader

from plangen.doctree import Chart, Document, query
from plangen.fonts import prepare_fonts
from plangen.pipeline import examine
from plangen.workspace import Workspace
from tests.bench.judging import judge

ROOT = Path(__file__).parents[2]
PLAN = "ecommerce-demo"
FAMILY = "Noto Sans SC"
MOST = 350  # megabytes that no process of plangen may take
TYPST = (
    "import sys, typst; "
    "typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"
)
DOCXTPL = (
    "import json, sys, docxtpl; template = docxtpl.DocxTemplate(sys.argv[1]); "
    "template.render(json.load(open(sys.argv[2], encoding='utf-8')), autoescape=True); template.save(sys.argv[3])"
)
FONTCONFIG = '<?xml version="1.0"?><fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>'
GROUPS = {"docx": "Word", "pdf": "PDF", "docx,pdf": "Word and PDF"}
HEADS = (
    "what",
    "seconds",
    "to ours",
    "processor s",
    "largest MB",
    "pages",
    "KB",
    "text",
    "contents on opening",
    "charts",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """One way to make one file, command after command. ``group`` is what it is compared in, ours first.

    ``needs`` are the Python packages and programs without which it is left out; ``charts`` says what a PDF holds.
    """

    group: str
    name: str
    commands: tuple[tuple[str, ...], ...]
    results: tuple[str, ...]
    needs: tuple[str, ...] = ()
    charts: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Return what is not installed."""
        return tuple(need for need in self.needs if not (importlib.util.find_spec(need) or shutil.which(need)))


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took: seconds on the clock and of the processor, megabytes of the largest process."""

    seconds: float
    processor: float
    megabytes: float


def subjects(work: Path, fonts: Path, charts: int) -> tuple[Subject, ...]:
    """Return what is measured; ``work`` holds what the neighbours are given."""
    python = sys.executable
    build = (python, "-m", "plangen", "--workspace", str(ROOT), "build", PLAN, "--release")
    options = ("-f", "markdown-smart", "--number-sections", "--toc", "--standalone")
    pandoc = (str(_pandoc()), *options, f"{work}/plan.md")
    to_docx = (*pandoc, "--reference-doc", f"{work}/reference.docx", "-o", f"{work}/pandoc.docx")
    to_typst = (*pandoc, "-t", "typst", "-V", f"mainfont={FAMILY}", "-V", "papersize=a4", "-o", f"{work}/pandoc.typ")
    typst = (python, "-c", TYPST, f"{work}/pandoc.typ", f"{work}/pandoc.pdf", str(fonts))
    docxtpl = (python, "-c", DOCXTPL, f"{work}/template.docx", f"{work}/context.json", f"{work}/docxtpl.docx")
    office = (*soffice(work), "--convert-to", "pdf", "--outdir", str(work), f"{work}/docxtpl.docx")

    def ours(name: str, to: str, *options: str) -> Subject:
        out = work / f"{name}-{to}".replace(",", "-").replace(" ", "")
        results = tuple(f"{out}/{PLAN}.{form}" for form in to.split(","))
        return Subject(
            GROUPS[to], name, ((*build, "--to", to, "--out", str(out), *options),), results, (), f"{charts} drawn"
        )

    tables = "none, tables instead"
    return (
        ours("plangen", "docx"),
        ours("plangen --toc plain", "docx", "--toc", "plain"),
        Subject("Word", "Pandoc", (to_docx,), (f"{work}/pandoc.docx",), ("pypandoc",)),
        Subject("Word", "docxtpl", (docxtpl,), (f"{work}/docxtpl.docx",), ("docxtpl",)),
        ours("plangen", "pdf"),
        Subject("PDF", "Pandoc, Typst", (to_typst, typst), (f"{work}/pandoc.pdf",), ("pypandoc", "typst"), tables),
        ours("plangen", "docx,pdf"),
        ours("plangen --toc plain", "docx,pdf", "--toc", "plain"),
        Subject(
            "Word and PDF",
            "Pandoc, Typst",
            (to_docx, to_typst, typst),
            (f"{work}/pandoc.docx", f"{work}/pandoc.pdf"),
            ("pypandoc", "typst"),
            tables,
        ),
        Subject(
            "Word and PDF",
            "docxtpl, LibreOffice",
            (docxtpl, office),
            (f"{work}/docxtpl.docx", f"{work}/docxtpl.pdf"),
            ("docxtpl", "soffice"),
            tables,
        ),
    )


def soffice(work: Path) -> list[str]:
    """Return how LibreOffice is called, with a profile of its own."""
    return ["soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless"]


def _pandoc() -> Path:
    found = importlib.util.find_spec("pypandoc")
    return Path(found.origin or "").parent / "files" / "pandoc" if found else Path("pandoc")


def prepare(document: Document, work: Path) -> None:
    """Write what the neighbours start from."""
    from tests.bench.as_markdown import as_markdown
    from tests.bench.as_template import context, fit, write_template

    (work / "plan.md").write_text(as_markdown(document), "utf-8")
    (work / "context.json").write_text(json.dumps(context(document), ensure_ascii=False), "utf-8")
    write_template(work / "template.docx", FAMILY)
    if _pandoc().is_file():
        import docx

        command = [_pandoc(), "-o", work / "reference.docx", "--print-default-data-file", "reference.docx"]
        subprocess.run(command, check=True)
        reference = docx.Document(str(work / "reference.docx"))
        fit(reference, FAMILY)
        reference.save(str(work / "reference.docx"))


def run(subject: Subject, environment: dict[str, str]) -> Taken:
    """Run a subject's commands one after the other. Raises ``RuntimeError`` with what a command says when it fails."""
    taken = []
    for command in subject.commands:
        with tempfile.NamedTemporaryFile("r", encoding="utf-8", suffix=".json") as answer:
            measure = (sys.executable, "-I", str(ROOT / "tests/bench/measure.py"), answer.name)
            done = subprocess.run([*measure, *command], capture_output=True, text=True, env=environment, check=False)
            if done.returncode:
                raise RuntimeError(f"{subject.name}: {done.stderr or done.stdout}")
            taken.append(Taken(**json.load(answer)))
    return Taken(
        sum(part.seconds for part in taken),
        sum(part.processor for part in taken),
        max(part.megabytes for part in taken),
    )


def measured(present: list[Subject], rounds: int, environment: dict[str, str]) -> dict[Subject, list[Taken]]:
    """Run every subject once to warm the machine's caches, then in turns, every other round from the end."""
    for subject in present:
        run(subject, environment)
    found: dict[Subject, list[Taken]] = {subject: [] for subject in present}
    for number in range(rounds):
        for subject in present[:: -1 if number % 2 else 1]:
            found[subject].append(run(subject, environment))
    return found


def rows(
    found: dict[Subject, list[Taken]], document: Document, pages_of: Callable[[Path], int | None]
) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the table, one for each subject; of two files, sizes and pages stand side by side."""
    ours: dict[str, float] = {}
    for subject, taken in found.items():
        seconds = statistics.median(run.seconds for run in taken)
        ours.setdefault(subject.group, seconds)
        files = [judge(Path(result), document, pages_of) for result in subject.results]
        yield (
            f"{subject.group}: {subject.name}",
            f"{seconds:.2f}",
            f"{seconds / ours[subject.group]:.2f}",
            f"{statistics.median(run.processor for run in taken):.2f}",
            f"{max(run.megabytes for run in taken):.0f}",
            _joined(str(file.pages or "?") for file in files),
            _joined(f"{file.bytes / 1000:.0f}" for file in files),
            _joined(f"{file.text:.0%}" for file in files),
            _joined(file.contents for file in files),
            _joined(file.charts or subject.charts for file in files),
        )


def _joined(parts: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(parts))


def machine() -> str:
    """Return a line on what all this ran with."""
    versions = []
    for name in ("plangen", "weasyprint", "pypandoc_binary", "typst", "docxtpl"):
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"no {name}")
    if shutil.which("soffice"):
        said = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=False).stdout.split()
        versions.append(" ".join(said[:2]))
    if _pandoc().is_file():
        said = subprocess.run([_pandoc(), "--version"], capture_output=True, text=True, check=False).stdout.split()
        versions.append(" ".join(said[:2]))
    place = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    return f"{date.today().isoformat()}; {place}; {', '.join(versions)}"  # noqa: DTZ011


def as_table(lines: list[tuple[str, ...]]) -> str:
    """Return the lines as a Markdown table whose columns stand below each other."""
    widths = [max(map(len, column)) for column in zip(HEADS, *lines, strict=True)]
    rule = tuple("-" * width for width in widths)
    padded = (
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in (HEADS, rule, *lines)
    )
    return "\n".join(padded) + "\n"


def report(rounds: int, work: Path) -> tuple[str, bool]:
    """Measure everything; return the report, and whether our own processes kept within their memory."""
    document = examine(Workspace(ROOT), PLAN, date(2026, 1, 10), release=True).document
    assert document is not None
    fonts = prepare_fonts([FAMILY])
    folder = fonts[0].path.parent
    (work / "fonts.conf").write_text(FONTCONFIG.format(fonts=folder, cache=work / "fontcache"), "utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(work / "fonts.conf"), "PLANGEN_LANG": "en"}
    chosen = subjects(work, folder, sum(1 for _ in query(document, Chart)))
    prepare(document, work)
    present = [subject for subject in chosen if not subject.missing]
    found = measured(present, rounds, environment)

    def pages_of(path: Path) -> int | None:
        """Count the pages that LibreOffice makes of a Word file."""
        if not shutil.which("soffice"):
            return None
        command = [*soffice(work), "--convert-to", "pdf", "--outdir", str(work / "counted"), str(path)]
        subprocess.run(command, capture_output=True, env=environment, check=True)
        return len(PdfReader(work / "counted" / f"{path.stem}.pdf").pages)

    notes = [f"{machine()}; median of {rounds}, each a cold process.\n"]
    for subject in chosen:
        if subject.missing:
            notes.append(
                f"Left out: {subject.group}: {subject.name}, since there is no {' and no '.join(subject.missing)}.\n"
            )
    most = max(run.megabytes for subject, taken in found.items() if subject.name.startswith("plangen") for run in taken)
    kept = most < MOST
    notes.append(
        f"The largest process of plangen took {most:.0f} MB; it may take {MOST}.{'' if kept else ' TOO MUCH'}\n"
    )
    return as_table(list(rows(found, document, pages_of))) + "\n" + "\n".join(notes), kept


def main() -> None:
    """Print the report, and write it where that is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the report as Markdown, too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plangen-bench-") as work:
        text, kept = report(arguments.rounds, Path(work))
    sys.stdout.write(text)
    if arguments.write:
        arguments.write.write_text(f"# plangen and its neighbours\n\n{text}", "utf-8")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
