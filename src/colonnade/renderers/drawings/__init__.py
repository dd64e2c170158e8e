"""Charts, maps, timelines and trees as plain SVG: for pages, for print, and for a figure's own page.

Each function takes a block of the document, the reader's language and the office's colour, and
returns one ``<svg>`` without scripts, style sheets or references to anything outside. Numbers
are drawn as the figures gave them; a page that shows a drawing also shows its table. ``width`` is that of the drawing's own units: text keeps
its size in them, so a narrow drawing has large text.
"""

from colonnade.renderers.drawings.chains import chain
from colonnade.renderers.drawings.charts import chart
from colonnade.renderers.drawings.timelines import timeline
from colonnade.renderers.drawings.trees import tree
from colonnade.renderers.drawings.world import land, map

__all__ = ["chain", "chart", "land", "map", "timeline", "tree"]
