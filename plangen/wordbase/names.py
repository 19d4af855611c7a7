"""Names of Word's built-in styles in the languages that templates come in.

Word writes the English name into a file and shows a translated one; other programs, and people who write XML by hand,
write what they see. The tables hold the translations; the English name is what each of them means.
"""

from __future__ import annotations

import re
import unicodedata

# Styles that come in levels: the name without its number.
_LEVELS: dict[str, tuple[str, ...]] = {
    "heading": (
        *("标题", "標題", "überschrift", "titre", "título", "titulo", "titolo", "encabezado", "cabeçalho", "kop"),
        *("rubrik", "overskrift", "otsikko", "nagłówek", "nadpis", "címsor", "titlu", "заголовок", "επικεφαλίδα"),
        *("başlık", "見出し", "제목", "标题样式", "tiêu đề", "đầu đề", "judul", "หัวเรื่อง", "عنوان", "כותרת"),
    ),
    "toc": (
        *("目录", "目錄", "verzeichnis", "tm", "tdc", "tdm", "sommario", "sumário", "índice", "目次", "목차"),
        *("оглавление", "spis treści", "inhopg", "innehåll", "indhold", "contents", "содержание"),
    ),
    "list bullet": (
        *("列表项目符号", "項目符號", "aufzählungszeichen", "liste à puces", "lista con viñetas", "punto elenco"),
        *("lista com marcadores", "箇条書き", "글머리 기호", "маркированный список", "lijst opsom.teken"),
    ),
    "list number": (
        *("列表编号", "清單號碼", "listennummer", "liste à numéros", "lista con números", "numero elenco"),
        *("numerada", "段落番号", "번호 매기기", "нумерованный список", "lijstnummering"),
    ),
    "list continue": (
        *("列表接续", "清單接續", "listenfortsetzung", "liste continue", "continuar lista", "elenco continua"),
        *("lista de continuação", "箇条書き継続", "продолжение списка"),
    ),
}
_SINGLE: dict[str, tuple[str, ...]] = {
    "normal": (
        *("正文", "內文", "内文", "standard", "標準", "标准", "표준", "바탕글", "обычный", "normale", "normál"),
        *("normalny", "standaard", "default", "default style", "default paragraph style", "standardowy", "본문 기본"),
    ),
    "body text": (
        *("正文文本", "本文", "textkörper", "corps de texte", "texto independiente", "corpo testo", "corpo del testo"),
        *("corpo de texto", "본문", "основной текст", "text body", "textbody", "plattetekst", "brödtext", "brødtekst"),
    ),
    "title": (
        *("标题", "標題", "titel", "titre", "título", "titulo", "titolo", "表題", "제목", "название", "tytuł"),
        *("文档标题", "otsikko"),
    ),
    "subtitle": (
        *("副标题", "副標題", "untertitel", "sous-titre", "subtítulo", "sottotitolo", "副題", "부제", "подзаголовок"),
        *("ondertitel", "underrubrik", "podtytuł"),
    ),
    "caption": (
        *("题注", "標號", "圖表標題", "图表标题", "beschriftung", "légende", "descripción", "epígrafe", "didascalia"),
        *("legenda", "図表番号", "캡션", "название объекта", "bijschrift", "beskrivning"),
    ),
    "toc heading": (
        *("toc 标题", "目录标题", "目錄標題", "inhaltsverzeichnisüberschrift", "en-tête de table des matières"),
        *("título de tdc", "titolo sommario", "目次の見出し", "목차 제목", "заголовок оглавления", "contents heading"),
    ),
    "table of figures": (
        *("图表目录", "圖表目錄", "abbildungsverzeichnis", "table des illustrations", "tabla de ilustraciones"),
        *("indice delle figure", "図表目次", "그림 목차", "перечень рисунков", "figure index heading 1"),
    ),
    "header": (
        *("页眉", "頁首", "kopfzeile", "en-tête", "encabezado", "intestazione", "cabeçalho", "ヘッダー", "머리글"),
        *("верхний колонтитул", "koptekst", "sidhuvud", "nagłówek strony"),
    ),
    "footer": (
        *("页脚", "頁尾", "fußzeile", "fusszeile", "pied de page", "pie de página", "piè di pagina", "rodapé"),
        *("フッター", "바닥글", "нижний колонтитул", "voettekst", "sidfot", "stopka"),
    ),
    "footnote text": (
        *("脚注文本", "註腳文字", "fußnotentext", "note de bas de page", "texto nota pie", "footnote"),
        *("testo nota a piè di pagina", "texto de nota de rodapé", "脚注文字列", "각주 텍스트", "текст сноски"),
    ),
    "footnote reference": (
        *("脚注引用", "註腳參照", "fußnotenzeichen", "appel note de bas de p.", "ref. de nota al pie"),
        *("rimando nota a piè di pagina", "脚注参照", "각주 참조", "знак сноски"),
    ),
    "annotation text": ("批注文字", "註解文字", "kommentartext", "commentaire", "texto comentario", "comment text"),
    "annotation reference": ("批注引用", "註解參照", "kommentarzeichen", "marque de commentaire", "comment reference"),
    "quote": ("引用", "引文", "zitat", "citation", "cita", "citazione", "citação", "引用文", "인용", "цитата"),
    "strong": (
        "要点",
        "強調粗體",
        "fett",
        "élevé",
        "texto en negrita",
        "enfasi (grassetto)",
        "forte",
        "強調太字",
        "강한 강조",
    ),
    "emphasis": ("强调", "強調", "hervorhebung", "accentuation", "énfasis", "enfasi", "ênfase", "강조", "выделение"),
    "intense emphasis": (
        *("明显强调", "鮮明強調", "intensive hervorhebung", "emphase intense", "énfasis intenso", "強調斜体 2"),
    ),
    "hyperlink": (
        *("超链接", "超連結", "lien hypertexte", "hipervínculo", "collegamento ipertestuale", "hiperlink"),
        *("ハイパーリンク", "하이퍼링크", "гиперссылка", "internet link"),
    ),
    "table grid": (
        *("网格型", "表格格線", "tabellenraster", "grille du tableau", "tabla con cuadrícula", "griglia tabella"),
        *("表 (格子)", "표 구분선", "сетка таблицы"),
    ),
    "normal table": (
        "普通表格",
        "表格內文",
        "normale tabelle",
        "tableau normal",
        "tabla normal",
        "標準の表",
        "일반 표",
    ),
    "default paragraph font": (
        *("默认段落字体", "預設段落字型", "absatz-standardschriftart", "police par défaut", "段落フォント"),
        *("fuente de párrafo predeter.", "기본 단락 글꼴"),
    ),
    "no list": ("无列表", "無清單", "keine liste", "aucune liste", "sin lista", "リストなし", "목록 없음"),
}
# What Chinese templates call headings that are styles of their own.
_CHINESE_LEVELS = {f"{digit}级标题": f"heading {n}" for n, digit in enumerate("一二三四五六七八九", start=1)}


def plain_name(name: str) -> str:
    """Return a name as names are compared: in one width and case, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


_NUMBERED = re.compile(r"(.*?)\s*([1-9])")
_LEVEL_WORDS = {plain_name(word): name for name, words in _LEVELS.items() for word in (name, *words)}
_WORDS = {plain_name(word): name for name, words in _SINGLE.items() for word in (name, *words)} | _CHINESE_LEVELS


def built_in(name: str) -> str:
    """Return the English name, in lower case, of the built-in style that a name means in any language, or nothing.

    ``标题1``, ``Überschrift 1`` and ``Heading 1`` are ``heading 1``; ``标题`` is ``title``.
    """
    plain = plain_name(name)
    if plain in _WORDS:
        return _WORDS[plain]
    if plain in _LEVEL_WORDS and _LEVEL_WORDS[plain].startswith("list"):
        return _LEVEL_WORDS[plain]  # the first level of lists has no number
    numbered = _NUMBERED.fullmatch(plain)
    if numbered and numbered[1] in _LEVEL_WORDS:
        return f"{_LEVEL_WORDS[numbered[1]]} {numbered[2]}"
    return ""
