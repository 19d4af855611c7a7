"""Word's table styles: the plan's table and the box that stands beside the running text."""

from __future__ import annotations

from plangen.render.docx.markup import rgb, twips
from plangen.theme import Theme


def table_styles(theme: Theme) -> str:
    """Return the table styles."""
    return _plain_table() + _plan_table(theme) + _plan_box(theme) + _cover_band(theme)


def _plain_table() -> str:
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def _plan_table(theme: Theme) -> str:
    colors = theme.colors
    pad = twips(theme.spacing.table_cell)
    side = twips(theme.sizes.table / 2)  # less than column widths reckon with: programs add gaps beside figures
    head = rgb(colors.accent_soft) if theme.tables.head == "tinted" else ""
    accent, soft, rule = rgb(colors.accent), rgb(colors.accent_soft), rgb(colors.rule)
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="PlanTable"><w:name w:val="Plan Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="40"/><w:qFormat/><w:tblPr>'
        '<w:tblStyleRowBandSize w:val="1"/><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>'
        f"{_border('top', accent, 10)}{_border('bottom', accent, 10)}{_border('insideH', rule, 4)}</w:tblBorders>"
        f'<w:tblCellMar><w:top w:w="{pad}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="{pad}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tcPr><w:vAlign w:val="center"/></w:tcPr>'
        f"{_condition('firstRow', fill=head, color=accent, below=_border('bottom', accent, 6))}"
        f"{_condition('firstCol')}"
        f"{_condition('band2Horz', fill=soft, bold=False)}"
        "</w:style>"
    )


def _plan_box(theme: Theme) -> str:
    colors = theme.colors
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="PlanBox"><w:name w:val="Plan Box"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="41"/><w:qFormat/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblBorders>{_border('top', rgb(colors.accent), 12)}</w:tblBorders>"
        f'<w:tblCellMar><w:top w:w="{twips(7)}" w:type="dxa"/><w:left w:w="{twips(12)}" w:type="dxa"/>'
        f'<w:bottom w:w="{twips(7)}" w:type="dxa"/><w:right w:w="{twips(12)}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{rgb(colors.accent_soft)}"/></w:tcPr></w:style>'
    )


def _cover_band(theme: Theme) -> str:
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="CoverBand"><w:name w:val="Cover Band"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>'
        f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{rgb(theme.colors.accent)}"/></w:tcPr></w:style>'
    )


def _border(side: str, color: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{color}"/>'


def _condition(kind: str, fill: str = "", bold: bool = True, color: str = "", below: str = "") -> str:
    """Return what a table style does to its first row, its first column or every second row."""
    rpr = ("<w:b/><w:bCs/>" if bold else "") + (f'<w:color w:val="{color}"/>' if color else "")
    tcpr = (f"<w:tcBorders>{below}</w:tcBorders>" if below else "") + (
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    )
    return (
        f'<w:tblStylePr w:type="{kind}">'
        + (f"<w:rPr>{rpr}</w:rPr>" if rpr else "")
        + (f"<w:tcPr>{tcpr}</w:tcPr>" if tcpr else "")
        + "</w:tblStylePr>"
    )
