"""Small files in the formats that CDC and CMS publish, with invented rows."""

INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>A</title>
 <mainTerm><title>Attack, attacks</title><see>condition</see>
  <term level="1"><title>stumbling <nemod>(sudden)</nemod> <nemod>(odd)</nemod></title><code>I21.9</code>
   <term level="2"><title>with zorbing</title><code>S93.40-</code></term></term>
 </mainTerm>
 <mainTerm><title>Attacker</title><seeAlso>Attack</seeAlso><code>R69</code></mainTerm>
</letter>
<letter><title>M</title>
 <mainTerm><title>Meninges glimmer</title><code>A17.0</code><manif>G01</manif></mainTerm>
</letter></ICD10CM.index>"""

EXTERNAL = """<ICD10CM.index><version>2026</version><title>ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX</title>
<letter><title>B</title><mainTerm><title>Bounced</title><term level="1"><title>by quarblemat</title>
<code>W09.8XXA</code></term></mainTerm></letter></ICD10CM.index>"""

_HEADS = '<indexHeading><head col="1">Substance</head><head col="2">{}</head><head col="3">{}</head></indexHeading>'
DRUGS = f"""<ICD10CM.index><version>2026</version><title>ICD-10-CM TABLE of DRUGS and CHEMICALS</title>
{_HEADS.format("Poisoning, Accidental", "Adverse effect")}<letter><title>Q</title><mainTerm><title>Quindolex</title>
<cell col="2">T39.011</cell><cell col="3">T39.015</cell><cell col="4">-</cell></mainTerm></letter></ICD10CM.index>"""

NEOPLASMS = f"""<ICD10CM.index><version>2026</version><title>ICD-10-CM TABLE of NEOPLASMS</title>
{_HEADS.format("Malignant Primary", "Benign")}<letter><title>N</title><mainTerm><title>Neoplasm, neoplastic</title>
<cell col="2">C80.1</cell><term level="1"><title>flobule</title><cell col="2">C18.1</cell><cell col="3">D12.1</cell>
</term></mainTerm></letter></ICD10CM.index>"""


def _axis(position, title, **labels):
    inside = "".join(f'<label code="{code[1:]}">{text}</label>' for code, text in labels.items())
    return f'<axis pos="{position}" values="{len(labels)}"><title>{title}</title>{inside}</axis>'


PCS_TABLES = f"""<ICD10PCS.tabular><version>2027</version><title>ICD-10-PCS Tables</title><pcsTable>
{_axis(1, "Section", _0="Medical and Surgical")}{_axis(2, "Body System", _D="Gastrointestinal System")}
{_axis(3, "Operation", _T="Resection")}<pcsRow codes="4">{_axis(4, "Body Part", _J="Appendix", _H="Cecum")}
{_axis(5, "Approach", _0="Open", _4="Percutaneous Endoscopic")}{_axis(6, "Device", _Z="No Device")}
{_axis(7, "Qualifier", _Z="No Qualifier")}</pcsRow></pcsTable></ICD10PCS.tabular>"""

PCS_INDEX = """<ICD10PCS.index><version>2027</version><title>ICD-10-PCS Index</title><letter><title>F</title>
<mainTerm><title>Flobectomy</title>
<term level="1"><title>whole</title><see>Resection, Appendix <codes>0DTJ</codes></see>
</term></mainTerm></letter></ICD10PCS.index>"""

PCS_DEFINITIONS = """<ICD10PCS.definitions><version>2027</version><section code="0"><title>Medical and Surgical</title>
<axis pos="3"><title>Operation</title><terms><title>Resection</title><definition>Taking out the whole thing</definition>
<includes>All of it</includes></terms></axis><axis pos="5"><title>Approach</title><terms><title>Open</title>
<definition>Through the wall</definition></terms></axis></section></ICD10PCS.definitions>"""


def order_line(number, code, flag, title):
    return f"{number:05} {code:<7} {flag} {title[:60]:<60} {title}"


PCS_CODES = {
    "0DTH0ZZ": "Resection of Cecum, Open Approach",
    "0DTH4ZZ": "Resection of Cecum, Percutaneous Endoscopic Approach",
    "0DTJ0ZZ": "Resection of Appendix, Open Approach",
    "0DTJ4ZZ": "Resection of Appendix, Percutaneous Endoscopic Approach",
}
PCS_ORDER = "\n".join(
    [
        order_line(1, "0DT", 0, "Gastrointestinal System, Resection"),
        *(order_line(at, code, 1, title) for at, (code, title) in enumerate(PCS_CODES.items(), start=2)),
    ]
)


def level_ii_line(code, kind, long, short="", added="20200101", ended=""):
    """One record of 320 columns, by CMS's record layout."""
    line = list(" " * 320)
    for begin, text in ((0, code), (5, "00100"), (10, kind), (11, long), (91, short), (268, added), (284, ended)):
        line[begin : begin + len(text)] = text
    return "".join(line)


LEVEL_II = "\n".join(
    [
        level_ii_line("A9991", "3", "Flobule cushion, woven, each, with a", "Flobule cushion"),
        level_ii_line("A9991", "4", "second line of its description"),
        level_ii_line("E9992", "3", "Zorb walker", "Zorb walker", ended="20251231"),
        level_ii_line("J9993", "3", "Injection, quindolex, 10 mg", "Inj quindolex", added="20270101"),
        level_ii_line("D9999", "3", "a text of the ADA", "not ours"),
        level_ii_line("99999", "3", "a text of the AMA", "not ours"),
        level_ii_line("   Q9", "7", "A modifier", "modifier"),
    ]
)
LEVEL_II_CSV = (
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,ADD DT,ACT EFF DT,TERM DT\n"
    'A9991,100,3,"Flobule cushion, woven, each",Flobule cushion,20200101,20200101,\n'
    "D9999,100,3,a text of the ADA,not ours,20200101,20200101,\n"
)
ADDENDA = "Add:      S99.9 Something new\nDelete:   S99.8 Something old\nRevise from:  x\nRevise to:  y\nNo Change\n"
