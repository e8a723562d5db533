"""What people are by trade, and what they study."""

from __future__ import annotations

from sel.memory.reading.words.lists import words

JOBS = words("""accountant actor actress actuary administrator analyst anaesthetist
    animator archaeologist architect archivist artist astronomer astronaut
    attorney auditor author baker banker barber barista bartender beautician
    beekeeper biologist blacksmith bookbinder bookkeeper bookseller botanist
    bouncer brewer bricklayer broker builder butcher buyer caregiver caretaker
    carer carpenter cartographer cashier caterer chef chemist childminder
    chiropractor choreographer cleaner clerk climber coach coder comedian
    composer conductor confectioner conservator consultant contractor cook
    copywriter coroner counsellor counselor courier curator cyclist dancer
    dentist dermatologist designer detective developer dietitian diplomat
    director diver dj doctor draughtsman dressmaker driver ecologist economist
    editor electrician engineer entrepreneur estate-agent farmer filmmaker
    firefighter fireman fisherman fishmonger fitter florist forester
    freelancer gardener geographer geologist glazier goldsmith governess
    grocer guard guide gynaecologist hairdresser handyman historian hotelier
    housekeeper housewife househusband hygienist illustrator inspector
    instructor interpreter investigator janitor jeweller jeweler jockey joiner
    journalist judge labourer lawyer lecturer librarian lifeguard linguist
    locksmith logger luthier machinist magician manager marketer marine mason
    masseuse mathematician mechanic medic meteorologist microbiologist midwife
    miller miner model musician nanny neurologist neuroscientist novelist
    nurse nutritionist oboist officer oncologist operator optician optometrist
    organist paediatrician pediatrician painter paralegal paramedic
    park-ranger ranger pastor pathologist pharmacist philosopher photographer
    physician physicist physio physiotherapist pianist pilot plasterer
    playwright plumber podiatrist poet policeman policewoman politician porter
    postman postwoman postie potter priest principal producer professor
    programmer psychiatrist psychologist psychotherapist publisher rabbi
    radiographer radiologist realtor receptionist recruiter referee reporter
    representative researcher restorer retoucher roofer sailor salesman
    salesperson saleswoman scaffolder scientist sculptor seamstress secretary
    sergeant shepherd shoemaker shopkeeper singer social-worker sociologist
    soldier solicitor songwriter statistician stonemason student surgeon
    surveyor sysadmin tailor tattooist teacher technician tester therapist
    tiler toolmaker trader trainee apprentice intern trainer translator
    trucker trustee tutor typesetter undertaker upholsterer usher vet
    veterinarian vicar violinist vintner waiter waitress warden watchmaker
    dinner-lady lollipop-lady flight-attendant cabin-crew call-handler dispatcher
    teaching-assistant shop-assistant dental-nurse carpet-fitter tree-surgeon
    weaver welder winemaker worker writer zookeeper zoologist au-pair
    barrister bus-driver cellist drummer guitarist flautist undergraduate
    postgrad undergrad postdoc freshman sophomore nun monk imam minister
    hacker dad mum mother father parent grandmother grandfather grandma
    grandpa pensioner retiree bricklayer typist trombonist councillor mayor
    milliner quilter stay-at-home""")

SUBJECTS = words("""accounting anthropology archaeology architecture art arts astronomy
    biochemistry biology botany business chemistry classics computing computer
    cooking criminology dance data dentistry design drama ecology economics
    education engineering english film finance french geography geology german
    graphic greek history international journalism languages latin law
    linguistics literature marketing mathematics maths math mechanical
    mechanics medicine midwifery music neuroscience nursing nutrition pharmacy
    philosophy photography physics physiotherapy politics political psychology
    psychotherapy religion science sculpture social sociology software spanish
    statistics teaching theatre theology translation veterinary zoology bar
    degree diploma masters master's phd""")
