// SPDX-License-Identifier: Apache-2.0

// Made by scripts/make-words; not edited by hand. The words are part of what people
// compare, so that none of them ever changes.

/// The words of `KeyWords`, sorted, 2,048 of them.
enum KeyWordList {
    /// All words with spaces and line feeds between them.
    static let text = """
        aardvark abacus ability able aboard abridge abroad abrupt absence absolute abstract abundant
        academy acclaim accord accurate achieve acorn acoustic acquaint acre acrobat acrylic action
        actor actual acumen adapter adept adequate adhere adjacent adjoin adjust admire adobe adorn
        adrift adroit advance advent advisor aerial aerosol affable affirm affluent afford afloat
        agile agitate ahoy airborne aircraft airfield airline airmail airport airtight airy album
        alcove algebra align alkaline allot almanac almond aloft although altitude alto amaze amber
        ambient amend amethyst amiable amount ample amuse anagram anchor ancient anecdote anew
        angler angular animal annex announce annual anorak anteater anthem antique antler anvil
        aperture apex apparel append apply appoint approval apricot apron aptitude aquarium aqueduct
        arcade archive ardent arena argue arid arise armchair aroma arrange artist artwork ascend
        aspen asphalt aspire assemble assist assort assume asterisk astonish astute athlete atlas
        atom attach attend attic auburn audience augment august austere author auto avenue average
        aviator avid avocado award awkward awning axis azalea azure baboon backpack bacon badge
        baffle bagel baggage baker baking balance balcony ballad bamboo banana banjo banner banquet
        banter barbecue bargain baritone barley barn baroque barrel barter baseball bashful basic
        basket bassoon bead beagle beam bedrock beeswax belfry believe bell belong bemuse bench
        benefit beret best beta better beverage beyond bicycle binary binder bingo biology biplane
        birch bird blanket blazer blend blimp blink blissful bloom blossom blotter blouse bluebell
        boat bobsled boldly bolster bonnet bonus bookcase borrow botany bottle bounce boutique
        bovine bowler boxcar bracelet branch brave breadth breeze brevity brick bridge brief bright
        brim briny brisk broad broccoli broker bronze broth brown brush bubble bucket budget buffalo
        bugler builder bulb bulk bulldog bumper bungalow burlap bushel business busy butler button
        buzz byway cabbage cabin caboose cactus cadence cake calcium calico calm camel campus canal
        candid canine canoe canteen canvas capable caprice caramel carbon cardigan carefree cargo
        caribou carnival carpet carrot cart cascade cashew cassette castle casually category catfish
        catnip causeway cavalier cave cedar celery cellist cement central ceramic ceremony certify
        chair chalk champion channel chapter charcoal cheese chemical cherry chestnut chicken
        chimney chipmunk chirp choppy chorus chowder chrome chuckle chummy chunk churn cinema
        cinnamon circle cistern citrus city clarinet classic clatter clean clef clever climate clip
        clock cloth cloud cluster coach coast cobalt cobbler cocoa coexist coffee coherent coil coin
        collect column combine comedy comfort comic commence compact concert condor confetti conifer
        conjure connect consider contest convex cookbook cooler cooper coral cordial corn cosmic
        costume cottage coupon courage cowboy coyote craft crane crater create credit creek crew
        cricket crimson crinkle crisp criteria crocus crumble crunchy crusty crystal cube cubic
        cucumber cuisine culinary culture cupboard curator curious curl curry cursor curtain curve
        cushion custard cutlery cycle cylinder daffodil dainty daisy dance dapper daring data
        daybreak daylight daytime dazzle debate debonair debrief decade decency decide deck declare
        decorate decrease deduct deed deep define deflate defrost deft degree delay delicate deluxe
        denim denote density depart depend depict depth derive deserve design desk detach develop
        devote diagram dial diamond dictate diesel digital dignity dilemma diligent diminish dimple
        dinner dinosaur diploma direct discard dish dissolve distant diver document dodge dodo
        dogwood dollar dolphin domain dome domino donkey doodle doubly dove downhill dragon drama
        draw dream drift drill drive drizzle drummer duckling duet dugout dumpling dunk duplex
        durable dust dutiful dwell dwindle dynamo eager eagle early earner earth easel east easy
        ebony eclectic eclipse ecology economy edge edible edict edifice edit educate effort
        eggplant elastic elation elect elegant element elephant elevate elm eloquent embark embed
        emblem embody embrace emerald emigrant empathy employ empty enable enact enchant enclose
        encode endive endorse energy engine engrave enhance enigma enjoy enlarge enlist enrich
        ensign entail entire entrant epic epilogue episode epoch epsilon equator equip errand
        esoteric essence esteem ethics eureka event everyday evoke evolve excel exchange exclaim
        exempt exhale exist expand explorer export express extend extra fable fabric factor faculty
        falcon famous fanfare farm fashion fast fathom faucet feasible feather federal felt fender
        ferret fervent festival fickle fiction fiddle fidget fig filament fill filter final finch
        finesse finish firefly firmware fish fixture fizzy flagpole flaky flamingo flannel flapjack
        flask flat fleece flexible flicker flint flip floating flock floor floral flotilla flourish
        fluency fluffy flurry flyover foam focus fodder foghorn fold foliage folklore fondly font
        food football forage forecast fork formal fortune forum forward fountain fox foyer fraction
        fragrant frank free freight frequent friendly fringe frog frolic front frost froth frozen
        frugal fruity fudge fulcrum funny furlong furnish furrow future gable gadget gaiety galaxy
        gallant galore game gamma gamut gander garage garden gargle garland garment garnet gasket
        gather gazelle gear generic genius gentle geology geometry geranium gerbil gesture geyser
        gift gigantic giggle gimmick ginger giraffe girder glacial glad glass gleaming gliding
        glimmer glint glisten glitter globe glory glossary glow glucose goalie goblet goggles gold
        gondola goodwill goose gosling gossamer gourd grace grade grammar grand grape grateful
        gravity green griddle groove grotto grouper grow guinea guitar gulf gumdrop guppy guru
        gymnast gyrate habit haddock haggle halfway halibut hallmark halo hamlet hammock hamper
        hamster handbook happy hardware harmony harness harp harvest hasten hatch haven haystack
        hazel headline heap hearth heather heavy hectic hedge hefty height helium helmet helpful
        herald herd hermit hero herring hexagon heyday hickory highland hike hill hinge hint history
        hobby hobnob hockey hoist holiday homage homemade honest honk hoof hopeful hopper horizon
        horse hourly huddle humble humdrum humid husk hyacinth hybrid hydrant ice icicle icing icon
        idea idiom idler igloo iguana image imitate immense import imprint inch incline incoming
        increase index indigo indoor industry infinite inflate info inhale ink inland inlet inner
        input inscribe insist inspire install insulate integer intrepid invent invoice iron island
        italic ivory ivy jabber jacket jade jaguar jalopy jamboree janitor jargon jaunt jazz jelly
        jersey jester jetty jiffy jigsaw jingle job jogger join journal jovial joyful joyous
        joystick jubilee juggler jumbo jump junction juniper jute kangaroo keepsake kerchief
        kerosene ketchup kettle keystone khaki kilt kimono kind kiosk kitchen kitten kiwi knack
        knapsack knitting koala label lace lacrosse ladder ladle ladybug lagoon lake lamb lamp
        landmark languid lanky lantern lapse large lark lasting latitude lattice laugh laundry
        laurel lavender lavish lawn layer lazy leaf league learn lecture legend legible legume lemon
        lending length lentil leopard level levity lexicon library lifeboat lift light lilac lilt
        lily limerick limit linchpin linen linoleum lint liquid litter lively lobby lobster local
        lodge lofty logic lollipop loop lorry lotion loyal lozenge lucid lucky luggage lukewarm
        lullaby lumber luminous lumpy lunar lunch lupin luxury lyric macaroni machine mackerel
        magazine magenta magic magnet magpie mahogany mainland majestic maker mallard malt mammal
        manage mandolin mango mansion manual maple marathon marble margin marigold mark maroon
        marquee marsh marvel mascot mash mason massive material matter maverick maximum mayor meadow
        meal meander measure mechanic medley megabyte mellow melody member memento memo mentor
        merchant merge merit mermaid merry metallic method metric middle midway mileage milk miller
        mimic mindful mineral mingle minimum mint minuet mirage mirror mirth mixer mixture modern
        modify modular molecule momentum mongoose monkey monogram monsoon month monument moon moose
        morsel mosaic motion motley motorway motto mountain move movie muffin mulch multiply mural
        murmur museum mushroom musical mustang mutual myth napkin narrate natural nautical neat
        nebula necktie nectar neon nest neutral newcomer newscast newt nibble nice nickel nifty
        nimble nitrogen noisy nomad nominee nonstop noodle norm north notable notch notebook nougat
        nourish nova novel novice nozzle nugget nurture nutmeg nutrient nutshell nutty nylon oasis
        oatmeal obelisk oblong oboe obtain obvious occupy ocean octagon octopus oddity odometer
        offer office offset okra olden olive omega omit ongoing onward opal opaque openly opera
        opinion optic opulent oracle orator orbit orchard ordinary orient origin ornament ostrich
        otter ounce outdoor outfield outgoing outlet output outshine oval ovation oven overall oxen
        oxide oxygen ozone pace pacific pack paddle pageant pagoda paint palace palomino pamper
        pancake panda panel panorama pantry papaya paper paprika papyrus parade parcel parity park
        parody parrot parsley party pasta patchy pathway patio patron pattern pavement pavilion
        payload peach peanut pebble pecan peculiar pedestal pedigree pelican pencil pendant penguin
        pennant pension pentagon perfect periodic petunia pewter phoenix photon physics pianist
        piccolo picnic pigeon pigment pillow pilot pink pinnacle pinpoint pioneer pipe pithy pivot
        pizza placard plaid plan plaque plastic plateau play plaza pleasant pledge plenty plethora
        pliers pluck plumage plural plush plywood podium poem poetic pointer polish polka pollen
        polygon poncho pond pontoon pony popcorn poplar popular porridge port postcard potato potion
        pottery poultry prairie precise predict preface prelude premium prepare preserve pretzel
        previous primary printing produce progress project prolong promote prospect protocol proverb
        proxy prudent public puffer pulpit pumice pump punctual pundit pupil purchase pure purify
        purple purse puzzle pyramid quack quadrant quail quality quantity quartet quaver quench
        quest quibble quicken quilt quintet quirky quiz quorum quota rabbit racer radar radiant
        raffle raft ragtime railing rain raisin rake rally ramble ramp ranch random rare rarity
        rascal rather ratio readjust realm rebound rebuild recall recent recipe reclaim recover
        recycle redesign reduce reef refine reflect refresh refund regatta region regular rehearse
        reindeer rejoice relax relevant relish reload remark repair replica resemble residue resolve
        respect restore resume retail retire retrieve reunion revamp revenue revive revolve reward
        rewind rhubarb rhyme ribbon rice ride ridge rightful rigid rind ringlet rinse ripening
        ripple rising river roaming roast robust rodeo roller rookie roomy rosemary rosy rotary
        rotunda routine royalty rubric ruby rucksack rugby rugged runner runway rustic saddle safari
        saffron saga sage sailing salad salmon salon salt salute salvage sampler sand sapling
        sapphire sardine satchel satin saucer sauna save sawdust scale scamper scarf scatter scenery
        schedule scholar science scoop score scout scribble scroll scrub sculptor scurry seafood
        seaport seashell seat seaweed sector secular sedan seesaw segment select semester seminar
        sensible sequel serenade series server session settle shallow shampoo shanty shape shawl
        shelf shepherd sherbet shine shipment shoelace shopper short show shrewd shrimp shrub
        shuffle shuttle sidewalk siesta sigma signpost silicon silk silly silver similar simmer
        simple sincere singing situate sizzle skating sketch skim skipper skyline slant slate sled
        sleeve slick slim slipper slogan slope slumber slush smart smile smock smooth snack snail
        snippet snooker snorkel snout snow soap soaring soccer social sock soda sodium sofa soft
        soil sojourn solace solution solve somewhat sonata song sonnet sooner soothe soprano
        southern souvenir spaniel spare spatula speaker speck sphere sphinx spice spigot spill spin
        spiral splash splendid splurge sponge sport sprig sprout spruce spry square squeak squirrel
        stable stadium stage stairway stand stapler star stately steady stellar stem stencil
        stepping stereo stew sticker stirrup stock stone stork stove strand stream student sturdy
        stylus subgroup sublime subset suburb subway success suffix sugar suggest suitcase sundial
        sunlight sunrise sunset super supply supreme surface surpass sustain swan sway sweep swift
        swim swirl switch swivel syllable symbolic symmetry symphony synonym syntax syrup table
        tacit taco tactic tadpole tailor talent talisman tall talon tandem tangle tape tariff tartan
        task tassel taste taxi teacher team teapot teaspoon tempo tender tennis tenor tent tepid
        term terrace terse textile thankful thatch thaw theme theory thermal thesis thicket thimble
        thinker thistle thrift tiara ticket tidy tilt timber timely timid tinker tinsel tiny title
        toaster toboggan toggle token tolerant tomato toolkit topaz topic topple tortoise totem
        tourist toward tower tractor trade traffic train tranquil travel tray treacle treble
        trekking trellis trend triangle tribute tricycle trifle trilogy trimmer trinket triumph
        trivia trolley trombone trophy trot trowel truck trumpet trunk tuba tuft tuition tulip
        tundra tuneful tunic tunnel turbine tureen turf turkey turnip turtle tutor tuxedo tweak
        tweed twilight twine twirl typeface typist ultimate ultra umbrella umpire unearth uneven
        unfold unhook unicorn unique unison unity universe unpack unravel untold unusual unwind
        upbeat upgrade uphill upkeep uplift upright upstream uptown upturn urban urchin usage useful
        usher usually utensil utility utmost vacant vacuum vague valiant valley valve vanguard
        vanilla variety varnish varsity vase velour velvet vendor veneer venison venture venue
        verbal verse vertical vessel veteran veto viaduct vibrant village vinegar vinyl violin
        virtual vision vista visually vitamin vivid vocal voltage volume voucher voyaging waddle
        wafer waffle waft wagon waiter walk wallet walnut walrus waltz wand warble wardrobe warm
        wash waterway watt wave wayside wealth weasel weaving wedge weekend welcome welder welfare
        west wheel whinny whisk wicker wiggle wildlife willow winch windmill wing winner winsome
        winter wisdom wishful wisp witty wobble wombat wooden work worthy woven writing yacht yarn
        yearling yeast yellow yeti yodel yoga yonder zany zeal zebra zenith zest zigzag zillion zinc
        zipper zodiac zoology
        """
}
