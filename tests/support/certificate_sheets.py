"""Certificates to try: three languages, and the names that a careless renderer gets wrong."""

from dataclasses import replace
from datetime import UTC, datetime

from app.certificates.pdf import CertificateSheet

ISSUED_AT = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
MODULES = (
    "Aloitus",
    "Vertaistuki ja ammatillinen tuki",
    "Verkkovertaisohjaajan rooli ja rajat",
    "Ryhmän käynnistäminen verkossa",
    "Keskustelun ohjaaminen",
    "Haastavat tilanteet, ristiriidat ja niiden puheeksi ottaminen ryhmässä",
    "Turvallisuus ja tietosuoja",
    "Oma jaksaminen",
    "Saavutettavuus",
    "Ryhmän päättäminen",
    "Päätös ja sitoutuminen",
)
FINNISH = CertificateSheet(
    language="fi",
    association_name="Esimerkkiyhdistys ry",
    title="Kurssitodistus",
    before_name="Todistamme, että",
    holder_name="Aino Väisänen",
    after_name="on suorittanut koulutuksen",
    course_title="Verkkovertaisohjaajan koulutus",
    facts=(
        ("Myönnetty", "21.11.2026"),
        ("Voimassa", "21.11.2028 asti"),
        ("Laajuus", "noin 6 tuntia"),
    ),
    content_heading="Koulutuksen sisältö",
    content=MODULES[:2],
    check_heading="Tarkista todistus",
    check_text="Lue ruutukoodi puhelimella tai avaa osoite. Sivu kertoo, onko todistus voimassa.",
    check_url="https://koulutus.example.fi/verify/K7MW-3QXH-9TRA-B2NC-5VYE-8FDJ",
    qr_description="Ruutukoodi, joka avaa todistuksen tarkistussivun",
    code_label="Todistuksen koodi",
    code="K7MW-3QXH-9TRA-B2NC-5VYE-8FDJ",
    note="Todistus kertoo, että koulutus on suoritettu. Se ei ole ammattipätevyys.",
)
SWEDISH = replace(
    FINNISH,
    language="sv",
    title="Kursintyg",
    before_name="Härmed intygas att",
    holder_name="Åsa Öberg",
    after_name="har genomfört utbildningen",
    course_title="Utbildning för kamratstödjare på nätet",
    facts=(("Utfärdat", "21.11.2026"), ("Omfattning", "cirka 6 timmar")),
)
ENGLISH = replace(
    FINNISH,
    language="en",
    title="Certificate of completion",
    before_name="This is to certify that",
    holder_name="Nguyễn Thị Ánh Tuyết",
    after_name="has completed the training",
    content=(),
)
LEFT_TO_RIGHT = {
    "Finnish and Swedish": "Åke Öhman-Äijälä Šošić Žižek",
    "Northern Sámi": "Áhčeŋ Đuoŧŧa Šaŋži áčđŋšŧž ÁČĐŊŠŦŽ",
    "Inari and Skolt Sámi": "Ââʹǩǩ Ǩeâdǥǥ Ǥǯǯ Ʒʒ Õõ ǧǦ",
    "Lule and Southern Sámi": "Gåebpie Ïjje Nåhkiŋ",
    "Latvian": "Jānis Ķēniņš ĀČĒĢĪĶĻŅŠŪŽ āčēģīķļņšūž",
    "Lithuanian": "Žydrūnė Ąžuolaitė ąčęėįšųūž ĄČĘĖĮŠŲŪŽ",
    "Estonian": "Õie Käär-Jõgi Üürike",
    "Polish": "Łukasz Gżegżółka ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ",
    "Vietnamese": "Nguyễn Thị Ánh Tuyết Đỗ Phượng",
    "Icelandic": "Þórður Æðarsson",
    "Turkish": "İğdırlı Şıhço Çağ",
    "Romanian": "Ștefan Țepeș",
    "Letters that often join": "Fiona Affleck Stiffler",
    "Russian and Ukrainian": "Ольга Щербакова-Їжакевич Ґалаґан Ё",
    "Greek": "Γεώργιος Παπαδόπουλος ΐ",
    "Transcribed Arabic": "Ḥasan ʿAlī",
}
RIGHT_TO_LEFT = {
    "Arabic": "محمد عبد الرحمن الحسيني",
    "Arabic with joined letters": "علاء عبد الله",
    "Persian": "پریسا چگینی",
    "Kurdish": "شێرکۆ بێکەس",
    "Hebrew": "מרים כהן",
}
LOOKS_LIKE_CODE = [
    "#panic()",
    '#read("/etc/hostname")',
    "*x* _y_ `z`",
    "] [ } {",
    '"; #eval("1")',
    r"\u{41} \n",
    "$x^2$ <label> @ref",
    "= Otsikko",
    "- a -- b --- c",
    "// x /* y */",
    "{{ 7*7 }} ${7*7}",
    "https://example.org",
    "<b>A</b> &amp;",
    'O\'Brien "Ann"',
]
# Letters and marks of many scripts in one word, found at random: typst 0.15.2 panics over them.
BRINGS_TYPST_DOWN = (
    "\u0649wfU\u03aa\ufffd|`\ufffd\ufb65g\u066b\u06c1\u08a2\ufffdn\u0150\ufffd "
    "\u08d5\u02ce\ufffd\u06e5\u01b6"
)
VERY_LONG = {
    "ordinary words": ("Maximiliana Wilhelmina Konstantinopoulou " * 8)[:300].strip(),
    "no space": "W" * 300,
    "words as long as may stay whole": " ".join(["M" * 36] * 8),
    "Arabic without a space": "محمدعبدالرحمن" * 23,
    "marks on every letter": "Ệ" * 300,
}
