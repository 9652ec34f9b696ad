"""BioBioChile (biobiochile.cl): `Dolar: $856,74 Euro: $901,26 UF: $32.257,34`, where `$` is the peso."""

from parsers.site import Site

SITE = Site(
    name="biobiochile",
    hosts=("biobiochile.cl",),
    zone="America/Santiago",
    languages=("es-CL",),
    home="CLP",
    decimal=",",
    marks=(("biobiochile.cl", "Dolar:"),),
    block=("Dolar:",),
)
