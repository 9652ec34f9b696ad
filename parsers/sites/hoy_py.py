"""Hoy (hoy.com.py): `6780/6850 Dólar compra/venta`, whole guaraníes, buying and selling."""

from parsers.site import Site

SITE = Site(
    name="hoy_py",
    hosts=("hoy.com.py",),
    zone="America/Asuncion",
    languages=("es-PY",),
    home="PYG",
    marks=(("hoy.com.py", "Cotizaciones"),),
    block=("Cotizaciones",),
)
