"""The words around a rate: markets and banks, sides, headings, column heads, and words that say nothing.

Each table is looked up by `rates.words.fold`; `_` is a space. A bank that several countries have (`нацбанк`) stands
under `bank` and is settled by the home currency.
"""

from functools import cache

from rates.model import Side
from rates.months import RELATIVE
from rates.words import fold

_MARKETS = {
    "cbr": "цб_рф цбрф банк_россии банка_россии цб_россии cbr cb_rf bank_of_russia cbrf",
    "nbu": "нбу nbu нацбанк_украины",
    "nbk": "нб_рк нбрк нацбанк_рк nbk ұлттық_банк ұлттық_банкі ұлттық_банкінің ұлттық_банктің ұб национальный_банк_рк "
    "национального_банка_рк нацбанка_рк национального_банка_казахстана",
    "nbrb": "нб_рб нбрб нацбанк_рб nbrb нацбанка_рб национального_банка_рб национальный_банк_рб",
    "nbkr": "нбкр нб_кр nbkr улуттук_банк",
    "nbt": "нбт nbt",
    "nbrm": "нбрм nbrm nbrsm нбрсм",
    "cbar": "cbar",
    "boi": "שער_יציג שערים_יציגים בנק_ישראל",
    "kase": "kase",
    "bom": "монголбанк монголбанкны mongolbank",
    "cbu": "цб_руз цб_уз cbu",
    "cba": "цб_ра цба cba",
    "bnm": "bnm нбм",
    "bnr": "bnr",
    "tcmb": "tcmb merkez_bankası",
    "ecb": "ecb ецб ezb bce ецб",
    "nbp": "nbp",
    "cnb": "čnb",
    "mnb": "mnb",
    "nbs": "nbs нбс",
    "nbg": "nbg",
    "bnb": "бнб",
    "bcb": "ptax",
    "bank": "цб центробанк центробанка нацбанк нацбанка нацбанку нацбанке национальный_банк национального_банка "
    "центральный_банк центрального_банка національний_банк національного_банку national_bank central_bank "
    "banco_central "
    "banco_nacional banca_națională народна_банка narodna_banka markaziy_bank mərkəzi_bank mb_kursi ეროვნული_ბანკი "
    "ეროვნული_ბანკის կենտրոնական_բանկ կբ",
    "moex": "бирж биржа биржевой биржевые ммвб micex moex мосбиржа мосбиржи московская_биржа tod tom tod_uts tom_uts "
    "торги",
    "futures": "futures фьючерс фьючерсы futuros vadeli",
    "forex": "forex форекс",
    "interbank": "межбанк міжбанк interbank interbancario bankalararası",
    "cash": "нал наличные наличный наличными наличка cash обменники обменник обменные_пункты в_обменниках наличной "
    "наличная наличного "
    "наличном наличной_валюты наличная_валюта efectivo "
    "готівка готівковий готівкові",
    "parallel": "blue paralelo чорний_ринок черный_рынок parallel_market",
    "official": "oficial trm observado obs bna",
    "mep": "mep",
    "ccl": "ccl contado_con_liqui",
    "card": "tarjeta solidario",
    "tourist": "turista turismo tur",
    "wholesale": "mayorista",
    "commercial": "comercial com",
}
_SIDES: dict[Side, str] = {
    "buy": "покупка покуп покупки покупаем купівля купля купля buy buying we_buy compra compran comprador compro "
    "compramos kupno kupna kup skup nákup nakup otkup otkupni kupovni alış alis alım alıcı alım_fiyatı satın_alma "
    "achat ankauf kaufen köp купува купуват cumpărare cumparare cumpara vétel αγορά blerje сатып_алу сатып_ал алыш "
    "куплю скупка отк сатып_алуу авах առք առքի ყიდვა pērk perka pirkimas куповен куповни харид сотиб_олиш "
    "sotib_olish sotib beli mua mua_vào شراء خرید खरीद 買 買値 买入 買入 買進 "
    "即期買入 现汇买入价 现汇买入 매입 קנייה קניה",
    "sell": "продажа продажи продаем продаж продава продават prodaja sell selling we_sell venta ventas venda vendedor "
    "vendo vendemos sprzedaż sprzedaży sprzed prodej prodajni prodajni_kurs satış satis satım satim satış_fiyatı "
    "satıcı vente verkauf verkaufen sälj salg myynti vânzare vanzare vinde eladás πώληση shitje сату сатыш "
    "сатылым сатуу зарах վաճառք վաճառքի გაყიდვა pārdod parduoda pardavimas продажен продајни фурӯш сотиш sotish jual "
    "bán bán_ra بيع فروش बिक्री 売値 卖出 賣出 即期賣出 现汇卖出价 现汇卖出 매도 מכירה",
    "bid": "bid спрос попит popyt geld",
    "ask": "ask offer предл предложение пропозиція brief",
}
_HEADS = (
    "курс курсы курса курсов курсі курси валют валюта валюты валюти валютный валютные котировки котировка котирування "
    "exchange exchange_rate exchange_rates rates currency currencies fx kur kurlar kuru döviz doviz piyasalar "
    "cotización cotizaciones cotizacion cambio tipo_de_cambio divisas divisa monedas câmbio cotação cotações moedas "
    "moeda curs curs_valutar cursul schimb_valutar kurs kursy walut waluty kurz kurzy měn devisen devisenkurse "
    "wechselkurs wechselkurse währungen taux taux_de_change devises cambi valute valuta tečaj tečajna tečajnica "
    "kursna_lista курсна_листа kursevi курсеви árfolyam árfolyamok deviza valuuttakurssit valutakurser växelkurser "
    "ισοτιμίες συνάλλαγμα 為替 外為 "
    "汇率 匯率 外汇 환율 tỷ_giá бағамы валютасы valyuta kursi kurslari məzənnə məzənnələr valūtas valūtu valiutų "
    "valiutos kursai valuutakursid валутни валутен курсове валути обменный обмена обмен "
    'ханш ханшийн валютын փոխարժեք փոխարժեքներ տարադրամ ვალუტა ვალუტის კურსი асъор қурби מט"ח מטבעות '
    "שערי_מטבע "
    "курсу курстары"
)
# Enough of a heading alone: `change`, `rates` or `exchange` head other things too.
_WEAK_HEADS = "rates exchange fx cambio taux kur curs kurs курс курсы курса курсов обмен обмена"
_COLUMNS = {
    "value": "знач значение value last rate son последняя değer último ultimo kapanış close сейчас",
    "price": "цена цены ценой стоимость price prices preis preise precio precios prix prezzo prezzi ціна ціни cena "
    "ceny fiyat fiyatı preço preços",
    "middle": "средний средняя середній srednji средњи mid middle medio médio średni střed közép promedio orta "
    "среден средно o'rtacha",
    "change": "изм изменение изменения change chg % değişim fark variação variación var зміна +/- динамика",
    "nominal": "единиц ед единица кол-во номинал units unit nominal miktar количество кількість",
}
_SILENT = (
    "на к за of to the for at de del la el from is в от и and y e der für на_дату дата date last_update update "
    "обновлено данные as a an с by per у к код code today's official официальный официальный_курс kaç курсы_валют "
    "one за_1 do dnia z dia hoy en los las o da do em em_reais станом станом_на на_дан формирана_на_дан važi_za "
    "stand aktualizacja aktualizováno güncelleme son_güncelleme actualizado atualizado actualizat updated_at as_of "
    "дата_на am vom zum ознака_валуте шифра_валуте назив_земље важи_за oznaka_valute šifra_valute naziv_zemlje "
    "official rate офиц официальные 円高 円安 大引 終値 終値(円) 現在 сегодняшний дневной динамика все ещё еще"
)


def _table(groups: dict[str, str]) -> dict[str, str]:
    return {fold(word.replace("_", " ")): name for name, words in groups.items() for word in words.split()}


@cache
def markets() -> dict[str, str]:
    """Words for a market, by its name; `bank` for a central bank that the home currency names."""
    return _table(_MARKETS)


@cache
def sides() -> dict[str, str]:
    """Words for a side."""
    return _table({str(side): words for side, words in _SIDES.items()})


@cache
def columns() -> dict[str, str]:
    """Words for what a column holds: value, change or nominal."""
    return _table(_COLUMNS)


@cache
def heads() -> frozenset[str]:
    """Words of headings over rates."""
    return frozenset(fold(word.replace("_", " ")) for word in _HEADS.split())


@cache
def weak_heads() -> frozenset[str]:
    """Headings that stand over other things as well."""
    return frozenset(fold(word.replace("_", " ")) for word in _WEAK_HEADS.split())


@cache
def silent() -> frozenset[str]:
    """Words that may stand anywhere and say nothing."""
    return frozenset(fold(word.replace("_", " ")) for word in _SILENT.split())


def is_day(word: str) -> bool:
    """Whether a folded word names a day from the page's own: `завтра`, `today`."""
    return word in RELATIVE


# Headings that one language has, and one country speaks.
HEADING_HOMES = {
    "курси валют": "UAH", "kurs dinara": "RSD", "курс динара": "RSD", "kursy walut": "PLN", "döviz kurları": "TRY",
    "kurzy měn": "CZK", "árfolyamok": "HUF", "deviza árfolyamok": "HUF", "валюта бағамы": "KZT", "為替": "JPY",
    "환율": "KRW", "tỷ giá": "VND", "valyuta kurslari": "UZS", "curs bnr": "RON", "курс гривни": "UAH",
    "валютын ханш": "MNT", "փոխարժեք": "AMD", "փոխարժեքներ": "AMD", "ვალუტის კურსი": "GEL", "məzənnə": "AZN",
    "валутни курсове": "BGN",
}  # fmt: skip


BANKS = {
    "RUB": "cbr", "UAH": "nbu", "KZT": "nbk", "BYN": "nbrb", "BYR": "nbrb", "UZS": "cbu", "AMD": "cba", "MDL": "bnm",
    "RON": "bnr", "TRY": "tcmb", "EUR": "ecb", "PLN": "nbp", "CZK": "cnb", "HUF": "mnb", "RSD": "nbs", "GEL": "nbg",
    "KGS": "nbkr", "BGN": "bnb", "TJS": "nbt", "AZN": "cbar", "MKD": "nbrm", "ILS": "boi", "MNT": "bom",
}  # fmt: skip
BANK_HOMES = {bank: home for home, bank in BANKS.items() if home != "BYR"}
