"""Files: a list as CSV or Excel, written down in the audit before the first row leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flask import Response
from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import aliased, load_only

from app.access.principal import Principal
from app.kernel.clock import local, now
from app.kernel.model import Base, Case
from app.kernel.session import GovernedSession
from app.portal.db import db
from app.portal.formats import Shown, shown
from app.portal.listing.load import naming
from app.portal.listing.page import Asked, counted, ordered, rows_of
from app.services.export_log import log_export
from app.services.files import KINDS, csv_blocks, harmless, xlsx_blocks
from app.services.words import title_of

CAP = 100_000
BATCH = 500


def answer(
    table: type[Base], principal: Principal, asked: Asked, kind: str, request_id: str
) -> Response:
    """The file, row by row, at the cost of a few rows of memory."""
    engine = db.engine
    with GovernedSession(engine, principal, writing=False) as session:
        count = counted(session, table, principal, asked, CAP)
    log_export(
        engine,
        principal,
        table,
        conditions=asked.told(table),
        rows=min(count, CAP),
        kind=kind,
        request_id=request_id,
    )
    lines = _lines(engine, table, principal, asked, cut=count > CAP)
    body = csv_blocks(lines) if kind == "csv" else xlsx_blocks(lines, table.__label__)
    named = f"{table.__label__}_{principal.unit_name}_{local(now()):%Y%m%d%H%M}.{kind}"
    plain = f"{table.__tablename__}.{kind}"
    disposition = f"attachment; filename={plain}; filename*=UTF-8''{quote(named)}"
    return Response(body, content_type=KINDS[kind], headers={"Content-Disposition": disposition})


def _lines(
    engine: Engine, table: type[Base], principal: Principal, asked: Asked, *, cut: bool
) -> Iterator[list[Any]]:
    """The heading, then the rows, in a session that lasts as long as the file is being written.

    ``cut``: there are more rows than a file may have; the last line says so.
    """
    columns = shown(table)
    yield [each.label for each in columns]
    with GovernedSession(engine, principal, writing=False) as session:
        names = {
            each.target: _names(session, each.target)
            for each in columns
            if each.target and not issubclass(each.target, Case)
        }
        query = _columns(table, columns)
        query = ordered(rows_of(table, principal, asked, query), table, principal, asked)
        for row in session.execute(query.limit(CAP).execution_options(yield_per=BATCH)):
            yield [
                harmless(
                    each.seen(
                        names[each.target].get(held) if each.target in names else held,
                        row,
                        table,
                        principal,
                    )
                )
                for each, held in zip(columns, row, strict=True)
            ]
    if cut:
        yield [f"仅导出前 {CAP:,} 行，其余未导出，请缩小查询范围后分次导出"]


def _columns(table: Any, columns: tuple[Shown, ...]) -> Select[Any]:
    """Values, not objects: what a file costs is mostly the making of objects."""
    wanted: list[Any] = []
    options: list[Any] = []
    query = select(table.id)
    for each in columns:
        if each.target and issubclass(each.target, Case):
            other = aliased(each.target)
            query = query.outerjoin(getattr(table, str(each.relation)).of_type(other))
            options.append(load_only(*naming(each.target, other)))
            wanted.append(other)
        else:
            wanted.append(getattr(table, each.name))
    return query.with_only_columns(*wanted, maintain_column_froms=True).options(*options)


def _names(session: GovernedSession, target: type[Base]) -> dict[int, str]:
    """The names of the few rows that many rows point at."""
    return {each.id: title_of(each) for each in session.scalars(select(target))}
