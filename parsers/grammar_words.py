"""The words around a rate: markets and banks, sides, headings, column heads, and words that say nothing.

Each table is looked up by `rates.words.fold`; `_` is a space. A bank that several countries have (`нацбанк`) stands
under `bank` and is settled by the home currency.
"""

from functools import cache

from rates.model import Side
from rates.words import fold

_MARKETS = {
    "cbr": "цб_рф цбрф банк_россии банка_россии цб_россии cbr cb_rf bank_of_russia cbrf",
    "nbu": "нбу nbu нацбанк_украины",
    "nbk": "нб_рк нбрк нацбанк_рк nbk ұлттық_банк ұлттық_банкі ұлттық_банкінің ұлттық_банктің ұб "
    "национальный_банк_рк национального_банка_рк нацбанка_рк национального_банка_казахстана",
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
    "ecb": "ecb ецб ezb bce",
    "nbp": "nbp",
    "cnb": "čnb",
    "mnb": "mnb",
    "nbs": "nbs нбс",
    "nbg": "nbg",
    "bnb": "бнб",
    "bcb": "ptax",
    "bank": "цб центробанк центробанка нацбанк нацбанка нацбанку нацбанке национальный_банк национального_банка "
    "центральный_банк центрального_банка національний_банк національного_банку national_bank central_bank "
    "banco_central banco_nacional banca_națională народна_банка narodna_banka markaziy_bank mərkəzi_bank mb_kursi "
    "ეროვნული_ბანკი ეროვნული_ბანკის կենտրոնական_բանկ կբ",
    "moex": "бирж биржа биржевой биржевые ммвб micex moex мосбиржа мосбиржи московская_биржа tod tom tod_uts tom_uts "
    "торги",
    "futures": "futures фьючерс фьючерсы futuros vadeli futuro",
    "forex": "forex форекс",
    "interbank": "межбанк міжбанк interbank interbancario bankalararası spot",
    "cash": "нал наличные наличный наличными наличка cash обменники обменник обменные_пункты в_обменниках наличной "
    "наличная наличного наличном наличной_валюты наличная_валюта efectivo готівка готівковий готівкові ventanilla",
    "parallel": "blue paralelo чорний_ринок черный_рынок parallel_market libre informal",
    "official": "oficial trm observado obs bna banco_nación banco_nacion sunat",
    "mep": "mep bolsa",
    "ccl": "ccl contado_con_liqui contado_con_liquidación cdo_c/liq c/liq",
    "card": "tarjeta solidario",
    "tourist": "turista turismo tur ahorro",
    "wholesale": "mayorista",
    "commercial": "comercial com",
    "bcv": "bcv",
    "hnb": "hnb",
    "bcra": "bcra",
    "bcrp": "bcrp",
    "bccr": "bccr",
    "bcrd": "bcrd",
    "bcu": "bcu",
    "banxico": "banxico fix_banxico",
    "cbe": "cbe",
    "cbn": "cbn",
    "sbp": "sbp",
    "rbi": "rbi",
    "nrb": "nrb",
    "bi": "jisdor",
}
_SIDES: dict[Side, str] = {
    "buy": "покупка покуп покупки покупаем купівля купля buy buying we_buy compra compran comprador compro compramos "
    "kupno kupna kup skup nákup nakup otkup otkupni kupovni alış alis alım alıcı alım_fiyatı satın_alma achat ankauf "
    "kaufen köp купува купуват cumpărare cumparare cumpara vétel αγορά blerje сатып_алу сатып_ал алыш куплю скупка "
    "отк сатып_алуу авах առք առքի ყიდვა pērk perka pirkimas куповен куповни харид сотиб_олиш sotib_olish sotib beli "
    "mua mua_vào شراء خرید खरीद 買 買値 买入 買入 買進 即期買入 现汇买入价 现汇买入 매입 קנייה קניה kaup buying_rate "
    "we_buy_at mua_tiền_mặt mua_chuyển_khoản acquisto ซื้อ รับซื้อ ราคารับซื้อ سعر_الشراء الشراء",
    "sell": "продажа продажи продаем продаж продава продават prodaja sell selling we_sell venta ventas venda "
    "vendedor vendo vendemos sprzedaż sprzedaży sprzed prodej prodajni prodajni_kurs satış satis satım satim "
    "satış_fiyatı satıcı vente verkauf verkaufen sälj salg myynti vânzare vanzare vinde eladás πώληση shitje сату "
    "сатыш сатылым сатуу зарах վաճառք վաճառքի გაყიდვა pārdod parduoda pardavimas продажен продајни фурӯш сотиш "
    "sotish jual bán bán_ra بيع فروش बिक्री 売値 卖出 賣出 即期賣出 现汇卖出价 现汇卖出 매도 מכירה ขาย ราคาขาย "
    "سعر_البيع البيع sala vendita selling_rate",
    "bid": "bid спрос попит popyt geld",
    "ask": "ask offer предл предложение пропозиція brief",
}
_HEADS = (
    "курс курсы курса курсов курсі курси валют валюта валюты валюти валютный валютные котировки котировка "
    "котирування exchange exchange_rate exchange_rates rates currency currencies fx kur kurlar kuru döviz doviz "
    "piyasalar cotización cotizaciones cotizacion cambio tipo_de_cambio divisas divisa monedas câmbio cotação "
    "cotações moedas moeda curs curs_valutar cursul schimb_valutar kurs kursy walut waluty kurz kurzy měn devisen "
    "devisenkurse wechselkurs wechselkurse währungen taux taux_de_change devises cambi valute valuta tečaj tečajna "
    "tečajnica kursna_lista курсна_листа kursevi курсеви árfolyam árfolyamok deviza valuuttakurssit valutakurser "
    "växelkurser ισοτιμίες συνάλλαγμα 為替 外為 汇率 匯率 外汇 환율 tỷ_giá бағамы валютасы valyuta kursi kurslari "
    "məzənnə məzənnələr valūtas valūtu valiutų valiutos kursai valuutakursid валутни валутен курсове валути обменный "
    'обмена обмен ханш ханшийн валютын փոխարժեք փոխարժեքներ տարադրամ ვალუტა ვალუტის კურსი асъор қурби מט"ח מטבעות '
    "שערי_מטבע курсу курстары kursi_i_këmbimit kursi_valutor gengi gjaldmiðill อัตราแลกเปลี่ยน สกุลเงิน "
    "أسعار_العملات سعر_الصرف العملة العملات 货币 货币名称 外汇牌价 外国為替 ngoại_tệ mata_uang devise "
    "cours_des_devises währung wisselkoersen valutakurs tasa_de_cambio taxa_de_câmbio mercado_cambiario"
)
# Enough of a heading alone: `change`, `rates` or `exchange` head other things too.
_WEAK_HEADS = "rates exchange fx cambio taux kur curs kurs курс курсы курса курсов обмен обмена"
_COLUMNS = {
    "value": "знач значение value last rate son последняя değer último ultimo kapanış close сейчас",
    "price": "цена цены ценой стоимость price prices preis preise precio precios prix prezzo prezzi ціна ціни cena "
    "ceny fiyat fiyatı preço preços fee fees charge charges comisión comisiones tarifa tarifas gebühr gebühren frais "
    "commissione opłata",
    "middle": "средний средняя середній srednji средњи mid middle medio médio średni střed közép promedio orta "
    "среден средно o'rtacha",
    "change": "изм изменение изменения change chg % değişim fark variação variación var зміна +/- динамика",
    "nominal": "единиц ед единица кол-во номинал units unit nominal miktar количество кількість",
    "interest": "deposit deposits fixed_deposit time_deposit interest interest_rate interest_rates p.a p.a. apr apy "
    "zinssatz zinsen tasso tassi tasa_de_interés plazo_fijo taxa_de_juros oprocentowanie lokaty úrok kamat dobândă "
    "mevduat lãi_suất 利率 金利 预金 存款 예금 금리",
    "aside": "spread spreads min_spread pips margin swap swap_long leverage support resistance pivot low high open "
    "day_low day_high prev prev. previous prev_close min max máximo mínimo máx mín apertura abertura cierre_anterior "
    "yüksek düşük en_yüksek en_düşük hoch tief eröffnung vortag massimo minimo plus_haut plus_bas ouverture hoog "
    "laag 高値 安値 始値 最高 最低 今开 昨收 开盘 макс мин открытие",
}
_DIRECTIONS = {"up": "up 상승 上涨 上漲", "down": "down 하락 下跌"}
_SILENT = (
    "на к за of to the for at de del la el from is в от и and y e der für на_дату дата date last_update update "
    "обновлено данные as a an с by per у код code today's official официальный официальный_курс kaç курсы_валют one "
    "за_1 do dnia z dia hoy en los las o da em em_reais станом станом_на на_дан формирана_на_дан važi_za stand "
    "aktualizacja aktualizováno güncelleme son_güncelleme actualizado atualizado actualizat updated_at as_of дата_на "
    "am vom zum ознака_валуте шифра_валуте назив_земље важи_за oznaka_valute šifra_valute naziv_zemlje rate офиц "
    "официальные 円高 円安 大引 終値 終値(円) 現在 сегодняшний дневной динамика все ещё еще fecha fecha_valor "
    "value_date unch unchanged"
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
def directions() -> dict[str, str]:
    """Words that stand for an arrow at a change."""
    return _table(_DIRECTIONS)


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


# Headings that one language has, and one country speaks.
HEADING_HOMES = {
    "курси валют": "UAH", "kurs dinara": "RSD", "курс динара": "RSD", "kursy walut": "PLN", "döviz kurları": "TRY",
    "kurzy měn": "CZK", "árfolyamok": "HUF", "deviza árfolyamok": "HUF", "валюта бағамы": "KZT", "為替": "JPY",
    "환율": "KRW", "tỷ giá": "VND", "valyuta kurslari": "UZS", "curs bnr": "RON", "курс гривни": "UAH",
    "валютын ханш": "MNT", "փոխարժեք": "AMD", "փոխարժեքներ": "AMD", "ვალუტის კურსი": "GEL", "məzənnə": "AZN",
    "валутни курсове": "BGN",
}  # fmt: skip


# Markets that one country has, and names of markets that it alone uses.
MARKET_HOMES = {
    "moex": "RUB", "цб": "RUB", "mep": "ARS", "ccl": "ARS", "blue": "ARS", "bna": "ARS", "trm": "COP",
    "observado": "CLP", "ptax": "BRL", "sunat": "PEN",
}  # fmt: skip

BANKS = {
    "RUB": "cbr", "UAH": "nbu", "KZT": "nbk", "BYN": "nbrb", "BYR": "nbrb", "UZS": "cbu", "AMD": "cba", "MDL": "bnm",
    "RON": "bnr", "TRY": "tcmb", "EUR": "ecb", "PLN": "nbp", "CZK": "cnb", "HUF": "mnb", "RSD": "nbs", "GEL": "nbg",
    "KGS": "nbkr", "BGN": "bnb", "TJS": "nbt", "AZN": "cbar", "MKD": "nbrm", "ILS": "boi", "MNT": "bom",
    "VES": "bcv", "HRK": "hnb", "BRL": "bcb", "ARS": "bcra", "PEN": "bcrp", "CRC": "bccr", "DOP": "bcrd",
    "UYU": "bcu", "MXN": "banxico", "EGP": "cbe", "NGN": "cbn", "PKR": "sbp", "INR": "rbi", "NPR": "nrb",
}  # fmt: skip
BANK_HOMES = {bank: home for home, bank in BANKS.items() if home != "BYR"}
