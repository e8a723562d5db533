"""What people live with, and what they do not eat."""

from __future__ import annotations

from sel.memory.reading.words.lists import words

CONDITIONS = words("""adhd allergy allergies amnesia anaemia anemia anorexia anxiety aphantasia
    arthritis asperger's aspergers asthma astigmatism autism bipolar bulimia
    cancer cataracts celiac cfs claustrophobia coeliac colitis copd crohn's
    crohns dementia depression dermatitis diabetes disability dyscalculia
    dyslexia dyspraxia eczema emphysema endometriosis epilepsy fibromyalgia
    glaucoma gout hayfever hearing hemophilia haemophilia hepatitis hiv
    hypertension hypothyroidism hyperthyroidism ibs insomnia leukaemia
    leukemia lupus lymphoma lyme migraines ms narcolepsy ocd osteoarthritis
    osteoporosis pacemaker parkinson's parkinsons pcos prosthetic prosthesis
    psoriasis ptsd reflux rheumatism rosacea schizophrenia sciatica scoliosis
    sinusitis stammer stutter stroke synaesthesia synesthesia tinnitus
    tourette's tourettes thyroid tumour tumor ulcer vertigo vitiligo
    alzheimer's alzheimers long-covid apnea apnoea eyesight wheelchair intolerance aphasia
    agoraphobia arrhythmia stoma alzheimer parkinson crohn tourette asperger
    impairment""")

BEING = words("""diabetic asthmatic epileptic coeliac celiac intolerant colour-blind
    colourblind color-blind blind deaf dyslexic dyspraxic autistic
    neurodivergent bipolar anaemic anemic left-handed lefthanded ambidextrous
    pregnant hiv-positive short-sighted shortsighted nearsighted near-sighted
    far-sighted farsighted disabled deafblind hard-of-hearing paralysed
    paralyzed insomniac claustrophobic agoraphobic arachnophobic dyscalculic
    immunocompromised wheelchair-bound teetotal teetotaller sober infertile
    menopausal haemophiliac""")
"""Said after "I am"."""

DIETS = words("""vegan vegetarian veggie pescatarian pescetarian flexitarian halal kosher
    keto gluten-free dairy-free lactose-free plant-based""")

FAITHS = words("""atheist agnostic buddhist catholic christian hindu jewish jew muslim sikh
    protestant quaker mormon anglican lutheran methodist baptist orthodox
    religious taoist pagan wiccan jain bahá'í humanist evangelical""")

LOVES = words(
    "gay lesbian bi bisexual straight asexual aromantic pansexual queer trans "
    "transgender "
    "nonbinary non-binary genderfluid polyamorous"
)

STANDING = words("married single divorced engaged widowed separated widow widower")
"""How one stands with a partner: one of these at a time."""

OCCUPIED = words("retired unemployed self-employed freelance jobless redundant")
"""Said of one's work in one word."""

RAISED = words("adopted homeschooled")

LASTING = words("""lonely depressed anxious lost stuck hopeless empty numb isolated homesick
    burnt-out burned-out burnt burned overwhelmed worthless sad down unhappy
    grieving stressed exhausted scared worried low miserable restless insecure
    unmotivated alone ashamed guilty heartbroken invisible disconnected
    happier better calmer stronger hopeful content trapped bullied struggling
    anxiety""")
"""Feelings worth remembering where they last ("lately", "since …", "for months")."""
