"""Words by what they are about: what people feel about one of them, they feel about the others.

Put together by hand, for the sentences people rated and for the lyrics they sing. A word may be
about several things. The fit gives each topic a pull of its own, so that a word nobody rated leans
on those that somebody did; how far, the ratings say.
"""

TOPICS = {
    "death": "burial buried bury casualties coffin corpse dead death die died dies doom drown "
    "drowned dying execute executed execution fatal funeral genocide grave graveyard hearse kill "
    "killed killer killing kills massacre mourn mourners murder murdered murderer orphan perish "
    "slain slaughter slay stab stabbed strangle suicide toll tomb victim victims widow",
    "war": "army attack attacked attacks battle battles blast bomb bomber bombing bombs bullet "
    "bullets combat enemies enemy explode exploded explosion fight fighting fights fought "
    "grenade gun gunman gunmen guns hostage hostages insurgents invade invasion military militia "
    "missile missiles rebel rebels rifle shoot shooting shot shots siege soldier soldiers tank "
    "terror terrorism terrorist terrorists troops war warfare wars weapon weapons",
    "crime": "abuse abused accused arrest arrested assault charges cocaine convict convicted "
    "corrupt corruption court crime crimes criminal criminals drug drugs fraud gang gangs guilty "
    "heroin illegal jail judge kidnap kidnapped lawsuit police prison prisoner prisoners rape "
    "raped rob robbed robbery scandal sentenced smuggle steal stole stolen suspect suspects "
    "theft thief torture tortured trial",
    "illness": "ache aches aching addict addiction aids bleed bleeding cancer dementia diagnosed "
    "disability disabled disease diseases drunk epidemic fever flu hangover hospital hurt hurts "
    "ill illness infected infection injured injuries injury nausea overdose pain painful patient "
    "patients poison poisoned scar scars sick sickness stroke suffer suffered suffering surgery "
    "toxic virus vomit wound wounded wounds",
    "disaster": "accident accidents blaze burned burnt catastrophe collapse collapsed crash "
    "crashed crashes crisis damage damaged derail destroy destroyed destruction devastated "
    "disaster disasters drought earthquake earthquakes emergency evacuate famine flood flooding "
    "floods hurricane quake ruin ruined ruins sank sink tornado tsunami wildfire wreck wreckage",
    "poverty": "afford bankrupt bankruptcy beggar broke debt debts deficit homeless homelessness "
    "hunger hungry jobless layoffs loss losses poor poverty recession refugee refugees slum "
    "slums starve starving unemployed unemployment welfare",
    "fear": "afraid alarm alarmed creep creepy danger dangerous demon demons devil dread evil "
    "fear feared fears frightened frightening ghost ghosts haunted horror monster monsters "
    "nightmare nightmares panic risk risks scare scared scary shiver shudder terrified threat "
    "threaten threats tremble trembling warn warned warning warns",
    "anger": "anger angry argue argument ass bastard bitch brutal bully burst curse cursed damn "
    "fuck fucking furious fury hate hated hates hatred hell insult jealous jealousy mad outrage "
    "outraged punch quarrel rage raging rant revenge scream screamed screaming shit shout "
    "shouted shouting slam slap smash vengeance violence violent yell yelled",
    "sadness": "abandon abandoned alone ashamed blue blues broken brokenhearted cried cries cry "
    "crying depressed depression despair disappointed disappointment emptiness empty farewell "
    "forsaken gloom goodbye grief guilt heartbreak heartbroken helpless hollow hopeless "
    "loneliness lonely lonesome lose losing lost miserable misery miss missed mourning numb pity "
    "regret regrets sad sadness shame sigh sighed sobbing sorrow tear tears unhappy weep weeping "
    "wept",
    "failure": "awful bad badly barely betray betrayed blame cheat cheated complain complaint "
    "denied deny difficult difficulty dumb error fail failed failing fails failure fake fool "
    "foolish hardly horrible impossible lack liar lie lied lies lying mess mistake mistakes "
    "nasty problem problems refuse refused reject rejected struggle struggling stuck stupid "
    "terrible trouble troubles ugly unable unfortunately useless weak weakness worse worst "
    "worthless wrong",
    "disgust": "bug bugs cockroach cruel cruelty dirty disgust disgusting filth filthy foul "
    "garbage gross maggot mold mud polluted pollution rat rats rot rotten rust sewer slime "
    "smelly stale stink stinks trash vile waste",
    "joy": "amazing awesome bliss brilliant cheer cheerful delight delighted delightful ecstatic "
    "enjoy enjoyable enjoyed enjoying excellent fantastic fun funny giggle glad great grin "
    "happiness happy heaven hooray joy joyful laugh laughed laughing laughs laughter lucky merry "
    "paradise perfect perfectly pleased pleasure smile smiled smiles smiling superb thrilled "
    "wonderful wow yay",
    "love": "adore adored affection baby beloved bride caress crush cuddle darling dear devotion "
    "embrace engaged forever groom heart hearts honey hug hugs kiss kissed kisses kissing love "
    "loved lover lovers loves loving marriage married marry passion passionate romance romantic "
    "sweet sweetest sweetheart tender tenderness together valentine wedding",
    "family": "aunt baby birth born boy brother buddy child children cousin dad daddy daughter "
    "families family father friend friends friendship girl grandfather grandma grandmother "
    "grandpa home husband kid kids mama mom mother mum neighbor neighbors newborn papa parents "
    "sister son twins uncle wife",
    "celebration": "anniversary applause birthday carnival celebrate celebrated celebration "
    "champagne cheers christmas concert confetti congratulations crowd crowds dance danced "
    "dancer dances dancing disco festival fiesta fireworks gift gifts holiday holidays parade "
    "parties party present surprise toast",
    "success": "achieve achieved achievement award awards best better champion champions "
    "championship earn earned excel famous fortune gain gains genius glory gold grow growing "
    "growth hero heroes honor honored improve improved improvement medal power powerful pride "
    "prize profit profits proud reward rich skilled star strength strong stronger succeed "
    "success successful talent talented triumph victories victory wealth win winner winning wins "
    "won",
    "hope": "begin beginning believe bless blessed blessing brave care caring chance charity "
    "courage cure donate donation dream dreamed dreaming dreams faith free freedom fresh future "
    "generous grace grateful gratitude heal healed healing help helped helping helps hope "
    "hopeful hopes hoping independent inspire inspired inspiring kind kindness liberty miracle "
    "new opportunities opportunity possible promise promised protect protected rebirth recover "
    "recovery rescue rescued save saved support supported thank thanks trust volunteer "
    "volunteers welcome wish wishes",
    "calm": "asleep bed breathe breeze calm calmly drift drifting ease easy evening float "
    "floating gentle gently lay lazy leisure lie lullaby meditation patience patient peace "
    "peaceful pillow quiet quietly relax relaxed relaxing rest resting serene silence silent sit "
    "sitting sleep sleeping sleepy slow slowly soft softly soothing still tranquil whisper "
    "whispered",
    "nature": "animal animals beach beaches bird birds butterfly cloud clouds deer dolphin field "
    "fields flower flowers forest garden gardens grass hill hills horse horses island islands "
    "lake lakes landscape leaf leaves meadow moon mountain mountains ocean park rain rainbow "
    "river rivers rose roses sand scenery sea shore skies sky snow spring star stars stone "
    "summer sun sunlight sunrise sunset sunshine tree trees valley view views wave waves wild "
    "wilderness wind woods",
    "beauty": "attractive beautiful beauty bright charm charming colorful colourful comfort "
    "comfortable cozy delicate elegance elegant exquisite fine fragrant glow glowing golden "
    "gorgeous graceful handsome lovely luxurious luxury magnificent nice picturesque pleasant "
    "pretty shine shining silk sparkling spectacular splendid stunning velvet",
    "food": "apple ate beer bread breakfast butter cafe cake cheese chicken chocolate coffee "
    "cook cooked cooking cream delicious dinner eat eating fish flavor food fruit kitchen lunch "
    "meal meals meat recipe restaurant restaurants salad soup spice sugar taste tasty tea wine",
    "travel": "adventure boat bridge car castle cathedral church city drive driving explore "
    "flight fly flying highway hotel journey market museum palace plane resort road roads sail "
    "sailing ship shopping shops street streets temple tour tourist tourists town train travel "
    "trip vacation village visit visiting visitors walk walking wander",
    "sport": "athlete ball baseball basketball bike climb climbing coach football game games "
    "goal golf jump jumped jumping kick league match olympic olympics play played player players "
    "playing plays race races racing ride riding run runner running score scored soccer sport "
    "sports swim swimming team teams tennis",
    "excitement": "bang blazing boom bright burn burning chase chased crash crazy electric "
    "energy enormous escape escaped excite excited excitement exciting explode extreme extremely "
    "fast faster fire flame flames frantic heat hot huge hurry immediately incredible intense "
    "leap lightning loud massive now roar roaring rock rocking rush shake shaking shock shocked "
    "shocking speed spin storm storms stunned sudden suddenly thrill thrilling thunder ultimate "
    "unbelievable urgent wild",
    "music": "album band bass beat choir chorus drum drums fiddle guitar harmony jazz melody "
    "music opera orchestra piano radio rhythm sang sing singer singing sings song songs symphony "
    "trumpet tune violin voice",
    "sex": "body desire erotic flirt hips hot kiss lips lust naked nude seduce sensual sex sexy "
    "skin tease temptation touch",
    "mind": "according analysis answer consider considered data evidence example explain "
    "explained idea ideas information knew know knowledge known learn learned learning method "
    "mind opinion question questions reason report reports research result results science "
    "scientific studies study theory think thinking thinks thought understand understood",
    "business": "bank banks billion bought budget buy cash commercial companies company contract "
    "corporate cost costs dollar dollars economic economy executive fee fees firm fund funds "
    "industry insurance investment investors manager market markets million office percent price "
    "prices quarter revenue sales sell shares sold stock stocks tax trade",
    "politics": "administration agency bill campaign committee congress council court democrat "
    "democrats election elections federal government governor law laws leader leaders "
    "legislation minister national official officials parliament party policy political politics "
    "president republican republicans senate state vote voters votes",
    "objects": "bag book books bottle box button chair clock computer desk door file floor glass "
    "key keys lamp machine metal page pages paper phone pipe plastic room rope screen shelf "
    "string table tool tools wall window wire wood",
    "measures": "annual april august average century date december degree degrees february feet "
    "foot friday height hour hours inch inches january july june length march meter meters mile "
    "miles minute minutes monday month months november number numbers october ounce percent "
    "pound pounds saturday september size sunday thursday total tuesday wednesday week weeks "
    "width year years",
    "darkness": "abyss ash ashes black blade bleak blood bloody bone bones bottom cage chain "
    "chains cold crow dark darkness deep dust fog freezing frozen gray grey hell hole ice knife "
    "knives midnight night nights prison rain raven razor shadow shadows skull snake snakes "
    "storm thorn thorns vampire void winter wolf wolves zombie",
    "age": "ancient childhood elderly end ended ending exhausted fade faded fading final finally "
    "gone history last memories memory nostalgia old older past remember sleepy tired weary "
    "yesterday young youth",
    "boredom": "average basic bored boring called chapter consists contains dull fairly figure "
    "general includes instructions known listed located mere merely minor normal nothing "
    "ordinary plain procedure rather regular routine section simply slight slightly somewhat "
    "standard typical usual wait waited waiting",
    "formality": "although concerning determine determined establish established form function "
    "furthermore however include including indicate indicated maintain moreover process provide "
    "provided provides refer referred regarding require required requires respectively structure "
    "system systems therefore thus type types various whereas",
    "address": "call click contact dear email enclosed letter online please regards reply send "
    "sign sincerely website write",
    "community": "center citizens city college communities community cultural culture education "
    "goodwill job jobs member members nation people program programs public school schools "
    "service services society student students teacher teachers training university work worker "
    "workers youth",
    "faith": "amen angel angels bible bless christ church divine eternal eternity god hallelujah "
    "heaven holy jesus lord pray prayed prayer sacred saint saints salvation sin sinner soul "
    "souls spirit",
    "body": "arm arms breath chest ear ears eye eyes face feet finger fingers foot hair hand "
    "hands head knee leg legs lips mouth neck shoulder skin teeth throat tongue",
}
