"""Classroom 50's autograder of one assignment: fetches the grader, calls it in the student's checkout, and no more.

Ends with 0 when the submission was graded, whatever the score; with 1 when it was not, which Classroom 50 tells as an error
of the infrastructure. What it leaves there: result.json, release-body.md and report.html.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# The grader: a repository on GitHub, and the full hash of one commit of it. Both empty: the copy in the checkout grades.
GRADER_REPOSITORY = "GRADER_REPOSITORY_HERE"
GRADER_COMMIT = "GRADER_COMMIT_HERE"

# The grader's exit codes: 0 all passed, 1 something did not. Others mean that there is no grade.
GRADED = (0, 1)

CHECKOUT = Path.cwd()
WRITTEN = ("result.json", "release-body.md", "report.html")


def main() -> int:
    for name in WRITTEN:  # whatever a student committed under these names is no result
        remove(CHECKOUT / name)
    work = Path(tempfile.mkdtemp(prefix="handgrad-"))
    grader, report = work / "grader", work / "report"
    if GRADER_REPOSITORY:
        fetch(grader)
    else:
        print("Graded by the copy of the grader in this repository, which can be changed here.", flush=True)
        grader = CHECKOUT
    allow_namespaces()
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=grader, check=True)
    grade = ["npm", "--prefix", str(grader), "run", "--silent", "grade", "--"]
    options = ["--ci", "--dir", str(CHECKOUT), "--out", str(report)]
    code = subprocess.run([*grade, *options], cwd=CHECKOUT, env=environment(), check=False).returncode
    if code not in GRADED:
        print(f"The grader could not do its work (exit code {code}): this is no grade.", file=sys.stderr)
        return 1
    if not (CHECKOUT / "result.json").is_file():
        print("The grader wrote no result.json: are Classroom 50's variables set?", file=sys.stderr)
        return 1
    shutil.copyfile(report / "index.html", CHECKOUT / "report.html")
    return 0


def environment() -> dict[str, str]:
    """What Classroom 50 sets; the two that it may leave empty are filled in from their neighbours."""
    given = dict(os.environ)
    given["OWNER"] = given.get("OWNER") or given.get("USERNAME", "")
    given["REVIEW_URL"] = given.get("REVIEW_URL") or given.get("COMMIT_URL", "")
    return given


def remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def fetch(folder: Path) -> None:
    """One commit, by its hash: whatever it is fetched from, no other content has that hash."""
    url = f"https://github.com/{GRADER_REPOSITORY}.git"
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    for words in (["fetch", "--quiet", "--depth", "1", url, GRADER_COMMIT], ["checkout", "--quiet", GRADER_COMMIT]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)


def allow_namespaces() -> None:
    """Ubuntu 24.04 keeps user namespaces, which the sandbox is made of, from programs it does not know."""
    setting = "kernel.apparmor_restrict_unprivileged_userns"
    if Path("/proc/sys", setting.replace(".", "/")).exists() and shutil.which("sudo"):
        subprocess.run(["sudo", "--non-interactive", "sysctl", "-w", f"{setting}=0"], check=False)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The grader could not be brought up: {error}", file=sys.stderr)
        sys.exit(1)
