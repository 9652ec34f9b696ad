"""The words of time that news pages print: months, weekdays, today and tomorrow, names of clocks.

Every word is lower case and maps to what it means in any of the languages that the sites use; no two of them disagree.
"""

from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo


def _lines(table: str) -> list[str]:
    """A line an entry; an indented line goes on with the one above."""
    return table.strip().replace("\n    ", " ").splitlines()


_MONTHS = """
январь января янв січень січня січ студзень студзеня қаңтар қаң january jan januar jänner janvier janv enero ene
    janeiro gennaio gen ocak oca ianuarie ian stycznia styczeń
    януари januara јануар јануара yanvar հունվար հունվարի იანვარი იანვარს ינואר בינואר
февраль февраля фев февр лютий лютого лют люты лютага ақпан ақп february feb februar février févr febrero
    fevereiro fev febbraio febr şubat subat şub februarie lutego luty
    февруари februara фебруар фебруара fevral փետրվար փետրվարի თებერვალი თებერვალს פברואר בפברואר
март марта мар березень березня бер сакавік сакавіка наурыз нау march mar märz marz mrz mars marzo março mart
    martie marca marzec
    марта marta մարտ մարտի მარტი მარტს מרץ במרץ
апрель апреля апр квітень квітня кві красавік красавіка сәуір сәу april apr avril avr abril abr aprile nisan nis
    aprilie kwietnia kwiecień
    април aprila априла aprel ապրիլ ապրիլի აპრილი აპრილს אפריל באפריל
май мая травень травня тра мамыр мам may mai mayo maio maggio mag mayıs mayis maja maj
    maja маја մայիս մայիսի მაისი მაისს מאי במאי
июнь июня июн червень червня чер чэрвень чэрвеня маусым мау june jun juni juin junio junho giugno giu haziran
    haz iunie iun czerwca czerwiec
    юни jun juna јун јуна iyun հունիս հունիսի ივნისი ივნისს יוני ביוני
июль июля июл липень липня лип ліпень ліпеня шілде шіл july jul juli juillet juil julio julho luglio lug temmuz
    tem iulie iul lipca lipiec
    юли jul jula јул јула iyul հուլիս հուլիսի ივლისი ივლისს יולי ביולי
август августа авг серпень серпня сер жнівень жніўня тамыз там august aug août agosto ago ağustos agustos ağu
    sierpnia sierpień
    avgust avgusta августа avqust օգոստոս օգոստոսի აგვისტო აგვისტოს אוגוסט באוגוסט
сентябрь сентября сен сент вересень вересня вер верасень верасня қыркүйек қыр september sep sept septembre
    septiembre setiembre setembro settembre set eylül eylul eyl septembrie września wrzesień
    септември septembar septembra септембар септембра sentyabr sentabr
    սեպտեմբեր սեպտեմբերի სექტემბერი სექტემბერს ספטמבר בספטמבר
октябрь октября окт жовтень жовтня жов кастрычнік кастрычніка қазан қаз october oct oktober okt octobre octubre
    outubro ottobre ott ekim eki octombrie października październik
    октомври oktobar oktobra октобар октобра oktyabr oktabr հոկտեմբեր հոկտեմբերի ოქტომბერი ოქტომბერს אוקטובר באוקטובר
ноябрь ноября ноя нояб листопад листопада лис лістапад лістапада қараша қар november nov novembre noviembre
    novembro kasım kasim kas noiembrie noi listopada listopad
    ноември novembar novembra новембар новембра noyabr նոյեմբեր նոյեմբերի ნოემბერი ნოემბერს נובמבר בנובמבר
декабрь декабря дек грудень грудня гру снежань снежня желтоқсан жел december dec dezember dez décembre déc
    diciembre dic dezembro dicembre aralık aralik ara decembrie grudnia grudzień
    декември decembar decembra децембар децембра dekabr դեկտեմբեր դեկտեմբերի დეკემბერი დეკემბერს דצמבר בדצמבר
"""
MONTHS = {word: month for month, words in enumerate(_lines(_MONTHS), 1) for word in words.split()}

_WEEKDAYS = """
понедельник пн понеділок дүйсенбі monday mon montag lundi lunes luni pazartesi
вторник вт вівторок сейсенбі tuesday tue dienstag mardi martes marți salı
среда ср середа сәрсенбі wednesday wed mittwoch mercredi miércoles miercuri çarşamba
четверг чт четвер бейсенбі thursday thu donnerstag jeudi jueves joi perşembe
пятница пт п'ятниця жұма friday fri freitag vendredi viernes vineri cuma
суббота сб субота сенбі saturday sat samstag samedi sábado sâmbătă cumartesi
воскресенье вс неділя жексенбі sunday sun sonntag dimanche domingo duminică pazar
"""
WEEKDAYS = {word: weekday for weekday, words in enumerate(_lines(_WEEKDAYS)) for word in words.split()}

_DAYS = {
    -2: "позавчера позавчора",
    -1: "вчера вчора учора кеше yesterday gestern hier ayer ontem ieri dün",
    0: "сегодня сьогодні сёння бүгін today heute hoy hoje oggi azi astăzi bugün bugun "
    "днес danas данас היום այսօր დღეს бүгүн өнөөдөр",
    1: "завтра заўтра ертең tomorrow demain mañana amanhã domani mâine yarın ertaga утре sutra сутра מחר վաղը ხვალ",
    2: "послезавтра післязавтра",
}
RELATIVE = {word: days for days, words in _DAYS.items() for word in words.split()}

_HOURS = {"est": -5, "edt": -4, "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "jst": 9}
CLOCKS: dict[str, tzinfo] = {
    **{word: timezone(timedelta(hours=hours)) for word, hours in _HOURS.items()},
    **dict.fromkeys(("utc", "gmt", "z"), UTC),
    **dict.fromkeys(("мск", "msk"), ZoneInfo("Europe/Moscow")),
    "et": ZoneInfo("America/New_York"),
}
