"""Write ``layouts/master.pptx`` anew; run it after a change to ``master.py`` and commit both."""

from colonnade.renderers.pptx.master import FILE, built

if __name__ == "__main__":
    FILE.write_bytes(built())
