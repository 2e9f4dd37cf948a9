"""Where a statutory rule is: one file a chapter of the procedure. Importing registers them all."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
