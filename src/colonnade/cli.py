"""The office from a terminal: `colonnade VERB`.

Scripts can trust the exit code: 0 done, 1 not done and the reason said in one sentence, 2 not understood.
"""

import os
import sys
from difflib import get_close_matches

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError, SystemCheckError
from django.db import DatabaseError, connections

from colonnade import __version__

# Django's own commands that an office needs; the rest stay with manage.py.
BORROWED = ("check", "migrate", "createsuperuser", "changepassword")

DONE, NOT_DONE, NOT_UNDERSTOOD, INTERRUPTED = 0, 1, 2, 130


def main(argv: list[str] | None = None) -> None:
    """Run one verb and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.settings")
    # A verb that is not understood must not be a stack of frames, whatever the terminal's encoding.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(answer(sys.argv[1:] if argv is None else argv))


def answer(words: list[str]) -> int:
    """What comes of the words typed after `colonnade`, as an exit code."""
    if words[:1] in (["--version"], ["version"]):
        print(f"Colonnade {__version__}")
        return DONE
    try:
        django.setup()
        if not words or words[0] in {"help", "--help", "-h"}:
            print(overview(), file=sys.stdout if words else sys.stderr)
            return DONE if words else NOT_UNDERSTOOD
        return carry_out(words[0], words[1:])
    except SystemCheckError as error:
        return complain(str(error))
    except CommandError as error:
        complain(str(error))
        return error.returncode
    except ImproperlyConfigured as error:
        return complain(str(error))
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        return complain(f"The database said no: {reason}. If the office is new, run `colonnade init` first.")
    except BrokenPipeError:
        # The reader of our output, `head` for one, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        complain("Stopped at your request.")
        return INTERRUPTED


def verbs() -> dict[str, str]:
    """Every verb the office knows, with the app that carries it out."""
    known = get_commands()
    ours = {verb: app for verb, app in known.items() if str(app).startswith("colonnade.")}
    return dict(sorted((ours | {verb: known[verb] for verb in BORROWED}).items()))


def carry_out(verb: str, words: list[str]) -> int:
    """Run a verb as its command, with usage errors told by the command itself."""
    known = verbs()
    if verb not in known:
        near = get_close_matches(verb, known, n=1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        complain(f"There is no verb `{verb}`.{hint} The verbs are: {', '.join(known)}.")
        return NOT_UNDERSTOOD
    command = load_command_class(known[verb], verb)
    # So that a wrong option ends in usage and exit code 2, as from any other program.
    command._called_from_command_line = True
    options = vars(command.create_parser("colonnade", verb).parse_args(words))
    positional = options.pop("args", ())
    try:
        command.execute(*positional, **options)
    finally:
        connections.close_all()
    return DONE


def overview() -> str:
    """The verbs and what each does, as `colonnade help` prints them."""
    lines = ["Usage: colonnade VERB ...    (colonnade VERB --help says more)", ""]
    for verb, app in verbs().items():
        sentence = str(load_command_class(app, verb).help).strip().splitlines()
        lines.append(f"  {verb:<16} {sentence[0] if sentence else ''}".rstrip())
    return "\n".join(lines)


def complain(sentence: str) -> int:
    """Say on stderr why something was not done."""
    print(f"colonnade: {sentence}", file=sys.stderr)
    return NOT_DONE
