"""People, animals and things a person calls their own."""

from __future__ import annotations

from sel.memory.reading.words.lists import words

UNIQUE = words("""mother mum dad father wife husband spouse partner girlfriend boyfriend
    fiancé boss manager landlord landlady therapist doctor supervisor
    mother-in-law father-in-law stepmother stepfather stepmum stepdad papa
    mama daddy""")
"""Those of whom people have one at a time."""

PARTNERS = words("wife husband spouse partner girlfriend boyfriend fiancé")

RELATIONS = UNIQUE | words("""
    parents sister sisters brother brothers sibling siblings twin twins son
    sons daughter daughters kid kids child children baby toddler boy girl boys
    girls stepson stepdaughter stepbrother stepsister half-sister half-brother
    ex ex-wife ex-husband ex-boyfriend ex-girlfriend grandma grandmother
    granny gran nan nana nanny grandpa grandfather granddad gramps
    grandparents grandson granddaughter grandchildren grandkids grandchild
    aunt auntie uncle cousin cousins niece nieces nephew nephews sister-in-law
    brother-in-law son-in-law daughter-in-law in-laws stepparents godmother
    godfather godson goddaughter friend friends mate best-friend colleague
    colleagues coworker co-worker neighbour neighbours roommate roommates
    flatmate flatmates housemate housemates teacher tutor coach mentor dentist
    gp psychologist psychiatrist physio midwife nanny carer babysitter
    bandmate teammate penpal foster-son foster-daughter family stepkids
    stepchildren great-grandmother great-grandfather oma opa abuela abuelo
    nonna nonno avó avô eldest oldest youngest firstborn half""")

PETS = words("""dog dogs cat cats kitten kittens puppy puppies rabbit rabbits bunny
    hamster hamsters guinea-pig parrot parrots budgie budgies canary bird
    birds fish goldfish tortoise turtle snake gecko lizard horse horses pony
    ponies donkey donkeys goat goats chicken chickens hen hens duck ducks
    sheep ferret ferrets rat rats mouse mice gerbil gerbils chinchilla
    hedgehog spider tarantula iguana cockatiel labrador retriever poodle heeler setter pointer
    mastiff kelpie lurcher
    doodle cockapoo labradoodle schnauzer hound malinois mare stallion gelding foal
    terrier beagle collie dachshund corgi spaniel greyhound whippet husky
    alsatian chihuahua pug bulldog rottweiler mutt lab pet pets pigs""")

SINGULAR = {
    "puppies": "dog",
    "puppy": "dog",
    "kitten": "cat",
    "kittens": "cat",
    "mice": "mouse",
    "ponies": "pony",
    "bunny": "rabbit",
    "goldfish": "fish",
    "fish": "fish",
    "labrador": "dog",
    "retriever": "dog",
    "poodle": "dog",
    "terrier": "dog",
    "beagle": "dog",
    "collie": "dog",
    "dachshund": "dog",
    "corgi": "dog",
    "spaniel": "dog",
    "greyhound": "dog",
    "whippet": "dog",
    "husky": "dog",
    "alsatian": "dog",
    "chihuahua": "dog",
    "pug": "dog",
    "bulldog": "dog",
    "rottweiler": "dog",
    "mutt": "dog",
    "lab": "dog",
    "dogs": "dog",
    "cats": "cat",
}
"""What a breed or a young animal is counted as."""

BACKGROUND = words("older elder younger little big eldest oldest youngest other second")
"""Words that tell one sister from another."""

THINGS = words("""name surname nickname birthday birthdate birthplace hometown job
    occupation profession pronouns address postcode phone number email e-mail
    company employer hobby hobbies passion goal goals dream dreams ambition
    plan wedding anniversary exam exams interview flight surgery operation
    appointment graduation viva defence deadline trip holiday vacation
    honeymoon recital audition marathon race due-date major degree thesis
    dissertation religion faith car bike motorbike van boat language languages
    tongue blood timezone height weight diet allergy allergies condition star
    sign zodiac instrument sport team club band choir shift shifts fear phobia
    favourite ancestors roots heritage background specialty school university
    college course classes lessons therapy chemo treatment medication
    driving-test divorce baby-shower party retirement visa citizenship guitar
    piano middle-name""")
"""Things of one's own that are worth telling, given the right predicate."""

EVENTS = words("""wedding anniversary exam exams interview flight surgery operation
    appointment graduation viva defence deadline trip holiday vacation
    honeymoon recital audition marathon race due-date party retirement finals
    concert funeral driving-test test scan biopsy chemo treatment treatments
    check-up checkup competition tournament match performance show gig
    exhibition hearing trial court ceremony christening baptism move
    conference presentation surgery x-ray mri ultrasound half-marathon
    triathlon reunion baby-shower citizenship visa transplant c-section
    root-canal consultation session checkup procedure""")
"""Days that matter; "meeting" and "call" do not."""

GREAT_EVENTS = EVENTS - words("match deadline test party show move session hearing")
"""Those that matter even tomorrow."""
