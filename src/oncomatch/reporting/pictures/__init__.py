"""Pictures of a record as vector graphics: one module a picture, record in, SVG text out.

Every picture is legible in grey and by colour-blind readers: shapes, patterns and labels carry the
meaning, colours only repeat it. They use plain attributes, so that a browser and typst draw the
same. The words of `title` and `desc` tell a reader who sees nothing what the picture shows.
"""
