//! The names of the months, language by language.
//!
//! To add a language, add a row: its English name and twelve entries, January first, each with the forms that stand in
//! dates (nominative, genitive, abbreviation without its full stop) divided by `|`. Write them in lower case with their
//! accents; case, accents, Arabic letter variants and vowel points make no difference to the look-up. A form may be
//! two words. A form that two languages give to two different months must be left out or decided in
//! [`super::months`]; a test there finds it. Most names are those of the Unicode CLDR, the rest were seen in news.

/// Language, and the forms of January to December. Croatian *listopada* (October) is missing: it is Polish for
/// November, and [`super::months`] tells them apart.
#[rustfmt::skip]
pub const NAMES: &[(&str, [&str; 12])] = &[
    ("Afrikaans", [
        "januarie|jan", "februarie|feb", "maart|mrt", "april|apr",
        "mei", "junie|jun", "julie|jul", "augustus|aug",
        "september|sep", "oktober|okt", "november|nov", "desember|des",
    ]),
    ("Albanian", [
        "janar|jan", "shkurt|shk", "mars|mar", "prill|pri",
        "maj", "qershor|qer", "korrik|korr", "gusht|gush",
        "shtator|sht", "tetor|tet", "nëntor|nën", "dhjetor|dhj",
    ]),
    ("Amharic", [
        "ጃንዋሪ|ጃን", "ፌብሩዋሪ|ፌብ", "ማርች", "ኤፕሪል|ኤፕሪ",
        "ሜይ", "ጁን", "ጁላይ", "ኦገስት|ኦገስ",
        "ሴፕቴምበር|ሴፕቴ", "ኦክቶበር|ኦክቶ", "ኖቬምበር|ኖቬም", "ዲሴምበር|ዲሴም",
    ]),
    ("Arabic, Egypt and the Gulf", [
        "يناير", "فبراير", "مارس", "أبريل",
        "مايو", "يونيو", "يوليو", "أغسطس",
        "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ]),
    ("Arabic, Levant and Iraq", [
        "كانون الثاني|كانون ثاني|كانون ثان", "شباط", "آذار", "نيسان",
        "أيار", "حزيران", "تموز", "آب",
        "أيلول", "تشرين الأول|تشرين أول", "تشرين الثاني|تشرين ثاني|تشرين ثان", "كانون الأول|كانون أول",
    ]),
    ("Arabic, Maghreb", [
        "جانفي|يناير", "فيفري|فبراير", "مارس", "أفريل|أبريل",
        "ماي", "جوان|يونيو", "جويلية|يوليوز", "أوت|غشت",
        "سبتمبر|شتنبر", "أكتوبر", "نوفمبر|نونبر", "ديسمبر|دجنبر",
    ]),
    ("Armenian", [
        "հունվարի|հունվար|հնվ", "փետրվարի|փետրվար|փտվ", "մարտի|մարտ|մրտ", "ապրիլի|ապրիլ|ապր",
        "մայիսի|մայիս|մյս", "հունիսի|հունիս|հնս", "հուլիսի|հուլիս|հլս", "օգոստոսի|օգոստոս|օգս",
        "սեպտեմբերի|սեպտեմբեր|սեպ", "հոկտեմբերի|հոկտեմբեր|հոկ", "նոյեմբերի|նոյեմբեր|նոյ", "դեկտեմբերի|դեկտեմբեր|դեկ",
    ]),
    ("Assamese", [
        "জানুৱাৰী", "ফেব্ৰুৱাৰী", "মাৰ্চ", "এপ্ৰিল",
        "মে", "জুন", "জুলাই", "আগষ্ট",
        "ছেপ্তেম্বৰ", "অক্টোবৰ", "নৱেম্বৰ", "ডিচেম্বৰ",
    ]),
    ("Azerbaijani", [
        "yanvar|yan", "fevral|fev", "mart|mar", "aprel|apr",
        "may", "iyun|iyn", "iyul|iyl", "avqust|avq",
        "sentyabr|sen", "oktyabr|okt", "noyabr|noy", "dekabr|dek",
    ]),
    ("Basque", [
        "urtarrila|urt|urtarrilaren|urtarrilak", "otsaila|ots|otsailaren|otsailak", "martxoa|mar|martxoaren|martxoak", "apirila|api|apirilaren|apirilak",
        "maiatza|mai|maiatzaren|maiatzak", "ekaina|eka|ekainaren|ekainak", "uztaila|uzt|uztailaren|uztailak", "abuztua|abu|abuztuaren|abuztuak",
        "iraila|ira|irailaren|irailak", "urria|urr|urriaren|urriak", "azaroa|aza|azaroaren|azaroak", "abendua|abe|abenduaren|abenduak",
    ]),
    ("Belarusian", [
        "студзеня|студзень|сту", "лютага|люты|лют", "сакавіка|сакавік|сак", "красавіка|красавік|кра",
        "мая|май|траўня", "чэрвеня|чэрвень|чэр", "ліпеня|ліпень|ліп", "жніўня|жнівень|жні",
        "верасня|верасень|вер", "кастрычніка|кастрычнік|кас", "лістапада|лістапад|ліс", "снежня|снежань|сне",
    ]),
    ("Bengali", [
        "জানুয়ারী|জানু|জানুয়ারি", "ফেব্রুয়ারী|ফেব|ফেব্রুয়ারি", "মার্চ", "এপ্রিল|এপ্রি",
        "মে", "জুন", "জুলাই|জুল", "আগস্ট|আগ|অগাস্ট|অগস্ট",
        "সেপ্টেম্বর|সেপ", "অক্টোবর|অক্টো", "নভেম্বর|নভে", "ডিসেম্বর|ডিসে",
    ]),
    ("Bosnian, Serbian", [
        "januar|jan|januara", "februar|feb|februara", "mart|mar|marta", "april|apr|aprila",
        "maj|maja", "juni|jun|juna", "juli|jul|jula", "august|aug|avgust|avg|avgusta|augusta",
        "septembar|sep|sept|septembra", "oktobar|okt|oktobra", "novembar|nov|novembra", "decembar|dec|decembra",
    ]),
    ("Bulgarian", [
        "януари|яну|ян", "февруари|фев", "март", "април|апр",
        "май", "юни", "юли", "август|авг",
        "септември|сеп|септ", "октомври|окт", "ноември|ное|ноем", "декември|дек",
    ]),
    ("Burmese", [
        "ဇန်နဝါရီ|ဇန်", "ဖေဖော်ဝါရီ|ဖေ", "မတ်", "ဧပြီ",
        "မေ", "ဇွန်", "ဇူလိုင်|ဇူ", "ဩဂုတ်",
        "စက်တင်ဘာ|စက်", "အောက်တိုဘာ|အောက်", "နိုဝင်ဘာ|နို", "ဒီဇင်ဘာ|ဒီ",
    ]),
    ("Catalan", [
        "gener|gen", "febrer|febr|feb", "març|mar", "abril|abr",
        "maig|mai", "juny|jun", "juliol|jul", "agost|ag|ago",
        "setembre|set|sept", "octubre|oct", "novembre|nov", "desembre|des",
    ]),
    ("Croatian", [
        "siječnja|siječanj|sij", "veljače|veljača|velj", "ožujka|ožujak|ožu", "travnja|travanj|tra",
        "svibnja|svibanj|svi", "lipnja|lipanj", "srpnja|srpanj", "kolovoza|kolovoz|kol",
        "rujna|rujan|ruj", "", "studenoga|studeni|stu|studenog", "prosinca|prosinac|pro",
    ]),
    ("Czech", [
        "ledna|leden|led", "února|únor|úno", "března|březen|bře", "dubna|duben|dub",
        "května|květen|kvě", "června|červen|čvn", "července|červenec|čvc", "srpna|srpen",
        "září|zář", "října|říjen|říj", "listopadu|listopad|lis", "prosince|prosinec|pro",
    ]),
    ("Danish", [
        "januar|jan", "februar|feb", "marts|mar", "april|apr",
        "maj", "juni|jun", "juli|jul", "august|aug",
        "september|sep|sept", "oktober|okt", "november|nov", "december|dec",
    ]),
    ("Dutch", [
        "januari|jan", "februari|feb", "maart|mrt|maa", "april|apr",
        "mei", "juni|jun", "juli|jul", "augustus|aug",
        "september|sep|sept", "oktober|okt", "november|nov", "december|dec",
    ]),
    ("English", [
        "january|jan", "february|feb", "march|mar", "april|apr",
        "may", "june|jun", "july|jul", "august|aug",
        "september|sep|sept", "october|oct", "november|nov", "december|dec",
    ]),
    ("Esperanto", [
        "januaro", "februaro", "marto", "aprilo",
        "majo", "junio", "julio", "aŭgusto",
        "septembro", "oktobro", "novembro", "decembro",
    ]),
    ("Estonian", [
        "jaanuar|jaan", "veebruar|veebr", "märts", "aprill|apr",
        "mai", "juuni", "juuli", "august|aug",
        "september|sept", "oktoober|okt", "november|nov", "detsember|dets",
    ]),
    ("Faroese", [
        "januar|jan", "februar|feb", "mars|mar", "apríl|apr",
        "mai", "juni|jun", "juli|jul", "august|aug",
        "september|sep", "oktober|okt", "november|nov", "desember|des",
    ]),
    ("Filipino", [
        "enero|ene", "pebrero|peb", "marso|mar", "abril|abr",
        "mayo|may", "hunyo|hun", "hulyo|hul", "agosto|ago",
        "setyembre|set|septyembre", "oktubre|okt", "nobyembre|nob", "disyembre|dis",
    ]),
    ("Finnish", [
        "tammikuuta|tammikuu|tammi|tammikuun", "helmikuuta|helmikuu|helmi|helmikuun", "maaliskuuta|maaliskuu|maalis|maaliskuun", "huhtikuuta|huhtikuu|huhti|huhtikuun",
        "toukokuuta|toukokuu|touko|toukokuun", "kesäkuuta|kesäkuu|kesä|kesäkuun", "heinäkuuta|heinäkuu|heinä|heinäkuun", "elokuuta|elokuu|elo|elokuun",
        "syyskuuta|syyskuu|syys|syyskuun", "lokakuuta|lokakuu|loka|lokakuun", "marraskuuta|marraskuu|marras|marraskuun", "joulukuuta|joulukuu|joulu|joulukuun",
    ]),
    ("French", [
        "janvier|janv|jan", "février|févr|fév", "mars", "avril|avr",
        "mai", "juin", "juillet|juil|juill", "août",
        "septembre|sept|sep", "octobre|oct", "novembre|nov", "décembre|déc",
    ]),
    ("Galician", [
        "xaneiro|xan", "febreiro|feb", "marzo|mar", "abril|abr",
        "maio", "xuño|xuñ", "xullo|xul", "agosto|ago",
        "setembro|set", "outubro|out", "novembro|nov", "decembro|dec",
    ]),
    ("Georgian", [
        "იანვარი|იან|იანვარს", "თებერვალი|თებ|თებერვალს", "მარტი|მარ|მარტს", "აპრილი|აპრ|აპრილს",
        "მაისი|მაი|მაისს", "ივნისი|ივნ|ივნისს", "ივლისი|ივლ|ივლისს", "აგვისტო|აგვ|აგვისტოს",
        "სექტემბერი|სექ|სექტემბერს", "ოქტომბერი|ოქტ|ოქტომბერს", "ნოემბერი|ნოე|ნოემბერს", "დეკემბერი|დეკ|დეკემბერს",
    ]),
    ("German", [
        "januar|jan|jänner", "februar|feb|feber", "märz|mär|mrz|maerz", "april|apr",
        "mai", "juni|jun", "juli|jul", "august|aug",
        "september|sept|sep", "oktober|okt", "november|nov", "dezember|dez",
    ]),
    ("Greek", [
        "ιανουαρίου|ιανουάριος|ιαν", "φεβρουαρίου|φεβρουάριος|φεβ|φλεβάρη", "μαρτίου|μάρτιος|μαρ|μάρτη", "απριλίου|απρίλιος|απρ|απρίλη",
        "μαΐου|μάιος|μαΐ|μάη", "ιουνίου|ιούνιος|ιουν|ιούνη", "ιουλίου|ιούλιος|ιουλ|ιούλη", "αυγούστου|αύγουστος|αυγ",
        "σεπτεμβρίου|σεπτέμβριος|σεπ|σεπτέμβρη", "οκτωβρίου|οκτώβριος|οκτ|οκτώβρη", "νοεμβρίου|νοέμβριος|νοε|νοέμβρη", "δεκεμβρίου|δεκέμβριος|δεκ|δεκέμβρη",
    ]),
    ("Gujarati", [
        "જાન્યુઆરી|જાન્યુ", "ફેબ્રુઆરી|ફેબ્રુ", "માર્ચ", "એપ્રિલ",
        "મે", "જૂન", "જુલાઈ", "ઑગસ્ટ",
        "સપ્ટેમ્બર|સપ્ટે", "ઑક્ટોબર|ઑક્ટો", "નવેમ્બર|નવે", "ડિસેમ્બર|ડિસે",
    ]),
    ("Hausa", [
        "janairu", "faburairu", "maris", "afirilu",
        "mayu", "yuni", "yuli", "agusta",
        "satumba", "oktoba", "nuwamba", "disamba",
    ]),
    ("Hebrew", [
        "ינואר|ינו|בינואר|בינו", "פברואר|פבר|בפברואר|בפבר", "מרץ|במרץ", "אפריל|אפר|באפריל|באפר",
        "מאי|במאי", "יוני|ביוני", "יולי|ביולי", "אוגוסט|אוג|באוגוסט|באוג",
        "ספטמבר|ספט|בספטמבר|בספט", "אוקטובר|אוק|באוקטובר|באוק", "נובמבר|נוב|בנובמבר|בנוב", "דצמבר|דצמ|בדצמבר|בדצמ",
    ]),
    ("Hindi", [
        "जनवरी|जन", "फ़रवरी|फ़र|फरवरी", "मार्च", "अप्रैल",
        "मई", "जून", "जुलाई|जुल", "अगस्त|अग",
        "सितंबर|सित|सितम्बर", "अक्टूबर|अक्टू|अक्तूबर", "नवंबर|नव|नवम्बर", "दिसंबर|दिस|दिसम्बर",
    ]),
    ("Hungarian", [
        "január|jan", "február|febr|feb", "március|márc", "április|ápr",
        "május|máj", "június|jún", "július|júl", "augusztus|aug",
        "szeptember|szept|szep", "október|okt", "november|nov", "december|dec",
    ]),
    ("Icelandic", [
        "janúar|jan", "febrúar|feb|febr", "mars|mar", "apríl|apr",
        "maí", "júní|jún", "júlí|júl", "ágúst|ágú",
        "september|sep|sept", "október|okt", "nóvember|nóv", "desember|des",
    ]),
    ("Indonesian, Malay", [
        "januari|jan", "februari|feb|pebruari", "maret|mar|mac", "april|apr",
        "mei", "juni|jun", "juli|jul|julai", "agustus|agu|ogos|ogo|agt|ags",
        "september|sep", "oktober|okt", "november|nov|nop|nopember", "desember|des|disember|dis",
    ]),
    ("Irish", [
        "eanáir|ean", "feabhra|feabh", "márta", "aibreán|aib",
        "bealtaine|beal", "meitheamh|meith", "iúil", "lúnasa|lún",
        "meán fómhair|mfómh", "deireadh fómhair|dfómh", "samhain|samh", "nollaig|noll",
    ]),
    ("Italian", [
        "gennaio|gen|genn", "febbraio|feb", "marzo|mar", "aprile|apr",
        "maggio|mag", "giugno|giu", "luglio|lug", "agosto|ago",
        "settembre|set|sett", "ottobre|ott", "novembre|nov", "dicembre|dic",
    ]),
    ("Kannada", [
        "ಜನವರಿ|ಜನ", "ಫೆಬ್ರವರಿ|ಫೆಬ್ರ", "ಮಾರ್ಚ್", "ಏಪ್ರಿಲ್|ಏಪ್ರಿ",
        "ಮೇ", "ಜೂನ್", "ಜುಲೈ", "ಆಗಸ್ಟ್|ಆಗ",
        "ಸೆಪ್ಟೆಂಬರ್|ಸೆಪ್ಟೆಂ", "ಅಕ್ಟೋಬರ್|ಅಕ್ಟೋ", "ನವೆಂಬರ್|ನವೆಂ", "ಡಿಸೆಂಬರ್|ಡಿಸೆಂ",
    ]),
    ("Kazakh", [
        "қаңтар|қаң", "ақпан|ақп", "наурыз|нау", "сәуір|сәу",
        "мамыр|мам", "маусым|мау", "шілде|шіл", "тамыз|там",
        "қыркүйек|қыр", "қазан|қаз", "қараша|қар", "желтоқсан|жел",
    ]),
    ("Khmer", [
        "មករា", "កុម្ភៈ", "មីនា", "មេសា",
        "ឧសភា", "មិថុនា", "កក្កដា", "សីហា",
        "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ",
    ]),
    ("Kurdish", [
        "rêbendan|rêbendana", "sibat|sibata", "adar|adara", "nîsan|nîsana",
        "gulan|gulana", "hezîran|hezîrana", "tîrmeh|tîrmeha", "tebax|tebaxa",
        "îlon|îlona", "cotmeh|cotmeha", "mijdar|mijdara", "berfanbar|berfanbara",
    ]),
    ("Kurdish, Sorani", [
        "کانوونی دووەم", "شوبات", "ئازار", "نیسان",
        "ئایار", "حوزەیران", "تەمووز", "ئاب",
        "ئەیلوول", "تشرینی یەکەم", "تشرینی دووەم", "کانونی یەکەم",
    ]),
    ("Kyrgyz", [
        "январь|янв", "февраль|фев", "март|мар", "апрель|апр",
        "май", "июнь|июн", "июль|июл", "август|авг",
        "сентябрь|сен", "октябрь|окт", "ноябрь|ноя", "декабрь|дек",
    ]),
    ("Lao", [
        "ມັງກອນ|ມ.ກ", "ກຸມພາ|ກ.ພ", "ມີນາ|ມ.ນ", "ເມສາ|ມ.ສ",
        "ພຶດສະພາ|ພ.ພ", "ມິຖຸນາ|ມິ.ຖ", "ກໍລະກົດ|ກ.ລ", "ສິງຫາ|ສ.ຫ",
        "ກັນຍາ|ກ.ຍ", "ຕຸລາ|ຕ.ລ", "ພະຈິກ|ພ.ຈ", "ທັນວາ|ທ.ວ",
    ]),
    ("Latvian", [
        "janvāris|janv|janvārī", "februāris|febr|februārī", "marts|martā", "aprīlis|apr|aprīlī",
        "maijs|maijā", "jūnijs|jūn|jūnijā", "jūlijs|jūl|jūlijā", "augusts|aug|augustā",
        "septembris|sept|septembrī", "oktobris|okt|oktobrī", "novembris|nov|novembrī", "decembris|dec|decembrī",
    ]),
    ("Lithuanian", [
        "sausio|sausis|saus", "vasario|vasaris|vas", "kovo|kovas|kov", "balandžio|balandis|bal",
        "gegužės|gegužė|geg", "birželio|birželis|birž", "liepos|liepa|liep", "rugpjūčio|rugpjūtis|rugp",
        "rugsėjo|rugsėjis|rugs", "spalio|spalis|spal", "lapkričio|lapkritis|lapkr", "gruodžio|gruodis|gruod",
    ]),
    ("Luxembourgish", [
        "januar|jan", "februar|feb", "mäerz|mäe", "abrëll|abr",
        "mee", "juni|jun", "juli|jul", "august|aug",
        "september|sep", "oktober|okt", "november|nov", "dezember|dez",
    ]),
    ("Macedonian", [
        "јануари|јан", "февруари|фев", "март|мар", "април|апр",
        "мај", "јуни|јун", "јули|јул", "август|авг",
        "септември|сеп", "октомври|окт", "ноември|ное", "декември|дек",
    ]),
    ("Malayalam", [
        "ജനുവരി|ജനു", "ഫെബ്രുവരി|ഫെബ്രു", "മാർച്ച്|മാർ", "ഏപ്രിൽ|ഏപ്രി",
        "മേയ്", "ജൂൺ", "ജൂലൈ", "ഓഗസ്റ്റ്|ഓഗ",
        "സെപ്റ്റംബർ|സെപ്റ്റം", "ഒക്‌ടോബർ|ഒക്ടോ|ഒക്ടോബർ", "നവംബർ|നവം", "ഡിസംബർ|ഡിസം",
    ]),
    ("Maltese", [
        "jannar|jan", "frar|fra", "marzu|mar", "april|apr",
        "mejju|mej", "ġunju|ġun", "lulju|lul", "awwissu|aww",
        "settembru|set", "ottubru|ott", "novembru|nov", "diċembru|diċ",
    ]),
    ("Marathi", [
        "जानेवारी|जाने", "फेब्रुवारी|फेब्रु", "मार्च", "एप्रिल|एप्रि",
        "मे", "जून", "जुलै", "ऑगस्ट|ऑग",
        "सप्टेंबर|सप्टें", "ऑक्टोबर|ऑक्टो", "नोव्हेंबर|नोव्हें", "डिसेंबर|डिसें",
    ]),
    ("Nepali", [
        "जनवरी", "फेब्रुअरी", "मार्च", "अप्रिल",
        "मे", "जुन", "जुलाई", "अगस्ट",
        "सेप्टेम्बर", "अक्टोबर", "नोभेम्बर", "डिसेम्बर",
    ]),
    ("Norwegian", [
        "januar|jan", "februar|feb", "mars|mar", "april|apr",
        "mai", "juni|jun", "juli|jul", "august|aug",
        "september|sep", "oktober|okt", "november|nov", "desember|des",
    ]),
    ("Odia", [
        "ଜାନୁଆରୀ", "ଫେବୃଆରୀ", "ମାର୍ଚ୍ଚ", "ଅପ୍ରେଲ",
        "ମଇ", "ଜୁନ", "ଜୁଲାଇ", "ଅଗଷ୍ଟ",
        "ସେପ୍ଟେମ୍ବର", "ଅକ୍ଟୋବର", "ନଭେମ୍ବର", "ଡିସେମ୍ବର",
    ]),
    ("Pashto", [
        "جنوري", "فبروري|فېبروري", "مارچ", "اپریل",
        "مۍ", "جون", "جولای", "اګست",
        "سېپتمبر|سپتمبر", "اکتوبر", "نومبر", "دسمبر",
    ]),
    ("Persian", [
        "ژانویه|جنوری", "فوریه|فبروری", "مارس", "آوریل|آپریل",
        "مه|می", "ژوئن|جون", "ژوئیه|جولای|ژوییه", "اوت|آگوست|اگست",
        "سپتامبر", "اکتبر", "نوامبر|نومبر", "دسامبر|دسمبر",
    ]),
    ("Polish", [
        "stycznia|styczeń|sty", "lutego|luty|lut", "marca|marzec|mar", "kwietnia|kwiecień|kwi",
        "maja|maj", "czerwca|czerwiec|cze", "lipca|lipiec|lip", "sierpnia|sierpień|sie",
        "września|wrzesień|wrz", "października|październik|paź", "listopada|listopad|lis", "grudnia|grudzień|gru",
    ]),
    ("Portuguese", [
        "janeiro|jan", "fevereiro|fev", "março|mar", "abril|abr",
        "maio|mai", "junho|jun", "julho|jul", "agosto|ago",
        "setembro|set", "outubro|out", "novembro|nov", "dezembro|dez",
    ]),
    ("Punjabi", [
        "ਜਨਵਰੀ|ਜਨ", "ਫ਼ਰਵਰੀ|ਫ਼ਰ", "ਮਾਰਚ", "ਅਪ੍ਰੈਲ|ਅਪ੍ਰੈ",
        "ਮਈ", "ਜੂਨ", "ਜੁਲਾਈ|ਜੁਲਾ", "ਅਗਸਤ|ਅਗ",
        "ਸਤੰਬਰ|ਸਤੰ", "ਅਕਤੂਬਰ|ਅਕਤੂ", "ਨਵੰਬਰ|ਨਵੰ", "ਦਸੰਬਰ|ਦਸੰ",
    ]),
    ("Romanian", [
        "ianuarie|ian", "februarie|feb", "martie|mar", "aprilie|apr",
        "mai", "iunie|iun", "iulie|iul", "august|aug",
        "septembrie|sept", "octombrie|oct", "noiembrie|nov|noiem", "decembrie|dec",
    ]),
    ("Romansh", [
        "schaner", "favrer", "mars", "avrigl",
        "matg", "zercladur", "fanadur", "avust",
        "settember", "october", "november", "december",
    ]),
    ("Russian", [
        "января|январь|янв", "февраля|февраль|февр|фев", "марта|март|мар", "апреля|апрель|апр",
        "мая|май", "июня|июнь|июн", "июля|июль|июл", "августа|август|авг",
        "сентября|сентябрь|сент|сен", "октября|октябрь|окт", "ноября|ноябрь|нояб|ноя", "декабря|декабрь|дек",
    ]),
    ("Scottish Gaelic", [
        "fhaoilleach", "ghearran", "mhàrt", "ghiblean",
        "chèitean", "ògmhios", "iuchar", "lùnastal",
        "sultain", "dàmhair", "samhain", "dùbhlachd",
    ]),
    ("Serbian, Cyrillic", [
        "јануар|јан|јануара", "фебруар|феб|фебруара", "март|мар|марта", "април|апр|априла",
        "мај|маја", "јун|јуна", "јул|јула", "август|авг|августа",
        "септембар|сеп|септ|септембра", "октобар|окт|октобра", "новембар|нов|новембра", "децембар|дец|децембра",
    ]),
    ("Sinhala", [
        "ජනවාරි|ජන", "පෙබරවාරි|පෙබ", "මාර්තු|මාර්", "අප්‍රේල්",
        "මැයි", "ජූනි", "ජූලි", "අගෝස්තු|අගෝ",
        "සැප්තැම්බර්|සැප්", "ඔක්තෝබර්|ඔක්", "නොවැම්බර්|නොවැ", "දෙසැම්බර්|දෙසැ",
    ]),
    ("Slovak", [
        "januára|január|jan", "februára|február|feb", "marca|marec|mar", "apríla|apríl|apr",
        "mája|máj", "júna|jún", "júla|júl", "augusta|august|aug",
        "septembra|september|sep", "októbra|október|okt", "novembra|november|nov", "decembra|december|dec",
    ]),
    ("Slovene", [
        "januar|jan|januarja", "februar|feb|februarja", "marec|mar|marca", "april|apr|aprila",
        "maj|maja", "junij|jun|junija", "julij|jul|julija", "avgust|avg|avgusta",
        "september|sep|septembra", "oktober|okt|oktobra", "november|nov|novembra", "december|dec|decembra",
    ]),
    ("Somali", [
        "janaayo|jannaayo", "febraayo", "maarso", "abriil",
        "maayo", "juun", "luulyo", "agosto|ogosto",
        "sebtembar|sebteembar", "oktoobar", "noofeembar", "diseembar",
    ]),
    ("Spanish", [
        "enero|ene", "febrero|feb", "marzo|mar", "abril|abr",
        "mayo|may", "junio|jun", "julio|jul", "agosto|ago",
        "septiembre|sept|sep|setiembre|set", "octubre|oct", "noviembre|nov", "diciembre|dic",
    ]),
    ("Swahili", [
        "januari|jan", "februari|feb", "machi|mac", "aprili|apr",
        "mei", "juni|jun", "julai|jul", "agosti|ago",
        "septemba|sep", "oktoba|okt", "novemba|nov", "desemba|des",
    ]),
    ("Swedish", [
        "januari|jan", "februari|feb", "mars|mar", "april|apr",
        "maj", "juni|jun", "juli|jul", "augusti|aug",
        "september|sep", "oktober|okt", "november|nov", "december|dec",
    ]),
    ("Tajik", [
        "январ|янв|январи", "феврал|фев|феврали", "март|мар|марти", "апрел|апр|апрели",
        "май|майи", "июн|июни", "июл|июли", "август|авг|августи",
        "сентябр|сен|сентябри", "октябр|окт|октябри", "ноябр|ноя|ноябри", "декабр|дек|декабри",
    ]),
    ("Tamil", [
        "ஜனவரி|ஜன", "பிப்ரவரி|பிப்", "மார்ச்|மார்", "ஏப்ரல்|ஏப்",
        "மே", "ஜூன்", "ஜூலை", "ஆகஸ்ட்|ஆக",
        "செப்டம்பர்|செப்", "அக்டோபர்|அக்", "நவம்பர்|நவ", "டிசம்பர்|டிச",
    ]),
    ("Tatar", [
        "гыйнвар|гыйн", "февраль|фев", "март|мар", "апрель|апр",
        "май", "июнь", "июль", "август|авг",
        "сентябрь|сент", "октябрь|окт", "ноябрь|нояб", "декабрь|дек",
    ]),
    ("Telugu", [
        "జనవరి|జన", "ఫిబ్రవరి|ఫిబ్ర", "మార్చి", "ఏప్రిల్|ఏప్రి",
        "మే", "జూన్", "జులై", "ఆగస్టు|ఆగ",
        "సెప్టెంబర్|సెప్టెం", "అక్టోబర్|అక్టో", "నవంబర్|నవం", "డిసెంబర్|డిసెం",
    ]),
    ("Thai", [
        "มกราคม|ม.ค", "กุมภาพันธ์|ก.พ", "มีนาคม|มี.ค", "เมษายน|เม.ย",
        "พฤษภาคม|พ.ค", "มิถุนายน|มิ.ย", "กรกฎาคม|ก.ค", "สิงหาคม|ส.ค",
        "กันยายน|ก.ย", "ตุลาคม|ต.ค", "พฤศจิกายน|พ.ย", "ธันวาคม|ธ.ค",
    ]),
    ("Turkish", [
        "ocak|oca", "şubat|şub", "mart|mar", "nisan|nis",
        "mayıs|may", "haziran|haz", "temmuz|tem", "ağustos|ağu",
        "eylül|eyl", "ekim|eki", "kasım|kas", "aralık|ara",
    ]),
    ("Turkmen", [
        "ýanwar|ýan", "fewral|few", "mart|mar", "aprel|apr",
        "maý", "iýun", "iýul", "awgust|awg",
        "sentýabr|sen", "oktýabr|okt", "noýabr|noý", "dekabr|dek",
    ]),
    ("Ukrainian", [
        "січня|січень|січ", "лютого|лютий|лют", "березня|березень|бер", "квітня|квітень|квіт",
        "травня|травень|трав", "червня|червень|черв", "липня|липень|лип", "серпня|серпень|серп",
        "вересня|вересень|вер", "жовтня|жовтень|жовт", "листопада|листопад|лист", "грудня|грудень|груд",
    ]),
    ("Urdu", [
        "جنوری", "فروری", "مارچ", "اپریل",
        "مئی", "جون", "جولائی", "اگست",
        "ستمبر", "اکتوبر", "نومبر", "دسمبر",
    ]),
    ("Uyghur", [
        "يانۋار", "فېۋرال", "مارت", "ئاپرېل",
        "ماي", "ئىيۇن", "ئىيۇل", "ئاۋغۇست",
        "سېنتەبىر", "ئۆكتەبىر", "نويابىر", "دېكابىر",
    ]),
    ("Uzbek", [
        "yanvar|yan|январ|янв", "fevral|fev|феврал|фев", "mart|mar|март|мар", "aprel|apr|апрел|апр",
        "may|май", "iyun|iyn|июн", "iyul|iyl|июл", "avgust|avg|август|авг",
        "sentabr|sen|сентябр|сен", "oktabr|okt|октябр|окт", "noyabr|noy|ноябр|ноя", "dekabr|dek|декабр|дек",
    ]),
    ("Welsh", [
        "ionawr|ion", "chwefror|chwef|chw", "mawrth|maw", "ebrill|ebr",
        "mai", "mehefin|meh", "gorffennaf|gorff|gor", "awst",
        "medi", "hydref|hyd", "tachwedd|tach", "rhagfyr|rhag",
    ]),
    ("West Frisian", [
        "jannewaris", "febrewaris", "maart", "april",
        "maaie", "juny", "july", "augustus",
        "septimber", "oktober", "novimber", "desimber",
    ]),
    ("Xhosa, Zulu", [
        "janyuwari|januwari", "februwari", "matshi|mashi", "epreli|ephreli",
        "meyi", "juni", "julayi", "agasti",
        "septemba|septhemba", "okthobha|okthoba", "novemba", "disemba",
    ]),
];
