"""Is this a person's name? Judged by words that people are called, without any roster.

Precision first: a title ("Ms. Rivera"), a school or place ("Lincoln Middle"), a school word ("Unit
Test") or a person whom classes learn about ("Rosa Parks") is not a student. A student whose names
stand in no list below is missed here; matching against the district's own roster finds them.
The lists hold common names of the United States, written down for this purpose.
"""

import re
from typing import Final

from .normalising import fold


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Nobody expects these to be anything but a given name.
GIVEN: Final = _names("""
    aaliyah aaron abby abdul abdullah abigail abraham ada adalyn adam addison adela adelaide adelina
    adrian adriana adrianna agnes ahmed aidan aiden aileen aisha aitana alan alana alberto alejandra
    alejandro alessandra alex alexa alexander alexandra alexandria alexia alexis alfonso alfredo ali
    alice alicia alina alisha alison aliyah allan allison alma alondra alonso alvaro alyssa amalia
    amanda amara amari amelia amina amir amira amy ana anabelle anahi anastasia anders andre andrea
    andreas andres andrew andy angela angelica angelina angelique angelo anika anita aniyah ann anna
    annabelle anne annette annie anthony antoine antonia antonio anya araceli aracely ariana arianna
    ariel ariella arjun arlo armando arnold arthur arturo arya asher ashley ashlyn ashton aubree
    aubrey audrey avery axel ayaan ayanna ayden ayla aylin barbara beatrice beatriz becky belinda
    bella ben benicio benjamin bennett bentley bernadette bernard bertha beth bethany betsy betty
    bianca blanca bobby bonnie boris bradley brady braden branden brandon braxton brayan brayden
    breanna brenda brendan brenden brenna brennan brent brett brian briana brianna bridget brielle
    brittany brodie brody brooklyn bruce bruno bryan bryant bryce brynn bryson byron caden caitlin
    caleb calvin camden cameron camila camilla camille camilo candace cara carina carissa carl carla
    carlos carly carmela carmen carol caroline carolyn carrie carson carter casey cassandra cassidy
    catalina catherine cathy cecelia cecilia cedric celeste celia celina cesar chandra chantal
    charles charlie chelsea chloe chris christina christine christopher christy cindy claire clara
    clarissa claudia clayton clint clinton clyde cody colby cole colette colin colleen collin connor
    conor conner consuelo corey corinne cory courtney craig cristian cristina cristobal curtis
    cynthia daisy dakari dale damian damien damon dana dane daniel daniela daniella danielle danny
    dante daphne darius darlene darnell darren darryl daryl dave david davion davis dawson deandre
    deanna debbie deborah declan deepak delaney delia delilah demetrius denise dennis deonte derek
    derrick desiree desmond destiny devin devon devonte diana diane diego dmitri dominic dominick
    dominique donald donna donovan dora dorothy douglas duane dustin dwayne dylan easton eddie edgar
    edith eduardo edward edwin efrain eileen elaine eleanor elena eli eliana elias elijah elisa
    elise elizabeth ella elle ellen ellie elliot elliott eloise elsa elsie emanuel emerson emery
    emiliano emilia emilio emily emma emmanuel emmett enrique eric erica erick ericka erik erika
    erin ernest ernesto esmeralda esteban estela esther estrella ethan eugene eva evan evangeline
    evelyn everett ezekiel ezequiel ezra fabian fatima federico felicia felicity felipe felix
    fernanda fernando fiona flora florence frances francesca francis francisca francisco frankie
    franklin fred freddie freddy frederick gabriel gabriela gabriella gabrielle gage gavin gema
    genesis genevieve geoffrey gerald gerardo gianna gideon gilbert gilberto gina giovanni
    giselle gisselle giuliana gloria gonzalo graciela gregory greta gretchen griffin guadalupe
    guillermo gustavo gwen gwendolyn hailey haley hanna hannah harold harper harriet hassan hattie
    hayden heath heather hector heidi henry herbert hernan hilary holden horacio hudson hugo humberto
    ian ibrahim ignacio iker ileana imani imran ingrid irene irma isaac isabel isabela isabella
    isabelle isaiah isaias isela isiah ismael isai israel itzel ivan ivette jabari jace jacinda
    jackie jacob jacqueline jada jade jaden jadon jaelyn jaheim jaime jaimie jake jakob jalen jaliyah
    jamal jamar jameer james jamie jamila jan jana jane janelle janessa janet janice janie janine
    jared jaroslav jason javier javon jaxon jaxson jayce jayceon jayda jayden jayla jaylen jaylin
    jaylon jayson jazlyn jazmin jazmine jean jeanette jeanne jeff jefferson jeffrey jenna jennifer
    jenny jeremiah jeremy jermaine jerome jerry jesse jessica jessie jesus jill jillian jimena jimmy
    joan joana joann joanna joanne joaquin jocelyn jodi jodie joel joey johan johanna john johnathan
    johnny jolene jon jonah jonas jonathan jorge jose josefina joselyn joseph josephine josh joshua
    josiah josie josue joyce juan juana juanita judah judith judy julia julian juliana julianna
    julianne julie juliet juliette julio julissa justice justin justina kaden kaelyn kai kaiden
    kaitlin kaitlyn kaleb kali kamari kameron kamila kara karen karina karl karla kate katelyn
    katherine kathleen kathryn kathy katie katrina kayden kaycee kayla kaylee kayleigh kaylin keegan
    keisha keith kelly kelsey kelvin kendall kendra kendrick kennedy kenneth kenny kenzie kerry
    keshawn kevin khadija khalid khalil kiara kieran kiera kimberly kira kirsten kobe kristen kristi
    kristin kristina kristopher kristy krystal kurt kyla kylan kyle kylee kyler kylie kyra lamar
    landon lara larissa larry latasha latoya laura laurel lauren laurie lawrence leah leandro
    lee leila leilani lena leo leon leonard leonardo leonel leroy lesley leslie lester leticia levi
    lewis lexi liam lila liliana lillian lilly lily linda lindsay lindsey lionel lisa liz liza logan
    lois lola lorena lorenzo loretta lori lorraine louis louisa louise lucas lucia luciana lucille
    lucinda lucy luis luisa lukas luke luna lupita luz lydia lyla lynette lynn mackenzie madalyn
    maddie maddox madeleine madeline madelyn maeve magdalena maggie mahmoud makayla makenna makenzie
    malachi malcolm malia malik mallory manuel manuela mara marc marcela marcelo marco marcos marcus
    margaret margarita maria mariah mariam mariana marianne maribel maricela marie mariela marina
    mario marisa marisol marissa maritza marjorie marlene marlon marsha marta martha martin martina
    marvin mary maryam mateo mathew matias matilda matt matteo matthew maureen mauricio maverick
    maxim maximiliano maximus maxwell maya mckenna mckenzie megan meghan mei mekhi melanie melina
    melinda melissa melvin mercedes meredith mia micah michael michaela michelle miguel mikaela
    mikayla mike mila milagros milan milena milo mindy minerva miranda mireya miriam misael misty
    mitchell mohamed mohammad mohammed moises mollie molly monica monique monserrat morgan moses
    muhammad mya myra myriam nadia nancy naomi natalia natalie nataly natasha nathalie nathan
    nathaniel nayeli neil nelson nevaeh nicholas nicolas nicole nicolette nigel nikhil niki nikolai
    nina noah noe noel noelle noemi nolan nora norma norman octavia octavio oliver olivia omar
    orlando oscar osvaldo otis owen pablo paige pamela paola patricia patrick patty paul paula
    paulina pauline pedro peggy penelope perla peter philip phillip phoebe phyllis piper porfirio
    preston priscilla priya quentin quincy quinn quinton rachel rachelle rafael raj rajesh ralph
    ramiro ramon ramona randall randi randy raquel rashad rashida raul raven raymond raymundo reagan
    rebecca rebekah reese reggie regina reginald reina renata rene renee reuben rey reyna rhonda
    ricardo richard rick ricky rigoberto riley rita robert roberta roberto robyn rocio rodney
    rodolfo rodrigo rogelio roger rohan roland rolando roman romeo ronald ronaldo ronan ronnie rosa
    rosalia rosalie rosalinda rosario roxana roxanne roy ruben ruby rudy rupert russell ruth ryan
    ryder rylan rylee sabrina sadie saige salma salvador sam samantha samara samir sammy samson
    samuel sandra sandy santiago santos sara sarah sarai sasha saul savanna sawyer scarlett scott
    sean sebastian selena serena sergio seth shana shane shania shanice shanna shannon sharon shaun
    shawn shayla sheila shelby sheldon sheri sherry shirley shreya silas silvia simon simone skylar
    skyler sofia solomon sonia sonya sophia sophie stacey stacy stefan stefanie stella stephan
    stephanie stephen steve steven stewart stuart susan susana susie suzanne sydney sylvia tabitha
    talia tamara tamika tania tanisha tanner tanya tara taryn tasha tatiana tatum taylor terence
    teresa terrance terrell terry tessa thaddeus thalia theo theodore theresa thomas tiana tiffany
    tim timothy tina tobias toby todd tomas tommy toni tonya travis trent trenton trevor trey trina
    trinity tristan troy tyler tyrell tyrese tyrone tyson ulises uriel valentin valentina valeria
    valerie vanessa vera veronica vicente vicki vicky victoria vincent vivian vivienne vladimir
    walter wanda wayne wendell wendy wesley weston whitney wilfredo willa william willie willow
    winston wyatt xander xavier ximena xiomara yadira yahir yahya yaretzi yasmin yasmine yesenia
    yolanda yosef yusuf yvette yvonne zachary zachery zack zaid zain zaire zander zane zara zariah
    zayden zayne zion zoe zoey zoie
""")

# Given names that are words, places or schools as well: only a family name makes a person of them.
GIVEN_OR_WORD: Final = _names("""
    abel amber angel april archer ari art august augusta aurora austin autumn axton bailey bay
    beau bill billy blake blaze bodie brandy bridger brook brooke brooks buck cash carolina chad
    chance charity charlotte chase cheyenne china christian clark cliff clover colt cooper coral
    crystal cyrus dallas dakota dawn dean denver dixie don drake drew earl easter eden elk ember
    eve faith fern finn fisher flint forest forrest frank gene georgia ginger glen grace graham
    grant gray grayson gunner guy harley harmony harry harvey hawk hazel heaven helen helena holly
    honor hope houston hunter india iris isa ivy jack jackson jasmine jasper jay jet jewel jim jo
    joe jordan josephus joy juan-pablo judd june juniper justus kay ken kent kim king kingston kit
    knox lake lance lane laramie lark layton lennon liberty lincoln linn london louie madison major
    marcia marge mark marley marshall mason max may maynard melody memphis mercy merit messiah
    miles mission misti montana montgomery nick nico olive otto page paris parker pat patience
    paxton pearl penny perry phoenix pierce porter prince princess queen ray red reed rex rich river
    rob robin rocky rose rosemary rowan royal rusty sage sally sandra-day santa savannah sharp shay
    sierra sky skye sloan sonny stanley star starr sterling stone storm stormy sue summer sunny
    tad tate ted texas tiger tom trace tripp tucker valor victor vince violet virginia wade walker
    ward warren webb west wilder will wiley winter wolf wren york zeke
""")

# Family names that are hardly ever the second word of anything else.
FAMILY: Final = _names("""
    acevedo acosta adams aguilar aguirre ahmed alexander allen alvarado alvarez anderson andrews
    arellano arnold arroyo avila ayala bailey baker ballard barnes barnett barrera barrett bautista
    becker begay begaye beltran benally benitez bennett benson bernal bishop blackbird blackhorse
    boyd bradley brooks brown bryant burgess burke burns butler cabrera calderon campbell campos
    cardenas carlson carpenter carrillo carroll carter castaneda castillo castro cervantes chambers
    chang chavez chen chen-li christensen cisneros clark cohen coleman collins contreras cooper
    cordova correa cortez crawford cruz cunningham daniels davidson davis delacruz delarosa deleon
    delgado diaz dixon dominguez doan dunn duran edwards ellis erickson escobar espinosa espinoza
    esquivel estrada evans ferguson fernandez figueroa fitzgerald fleming fletcher flores foster
    franco freeman fuentes gallagher gallegos galvan garcia gardner garrett garza gibson gilbert
    goldstein gomez gonzales gonzalez goodluck graham grant greene griffin guerra guerrero gupta
    gutierrez guzman hall hamilton hansen hanson harper harris harrison hart harvey hawkins hayes
    henderson henry hernandez herrera hicks hill hoffman holmes howard huang hudson huerta hughes
    hunt hussein ibarra ibrahim iron-cloud jackson jacobs jaramillo jefferson jenkins jennings jensen
    jimenez johnson johnston jones juarez kelley kelly kennedy khan kim king knight kowalski kumar
    lara larsen larson lawrence lee leon lewis li little-bear liu lopez lozano lucero lugo luna lynch
    macias maldonado marin marquez marshall martin martinez mason matthews mccarthy mccoy mcdonald
    mckinney medina mejia melendez mendez mendoza mercado meyer miller mills miranda mitchell moe
    molina montes montoya moore mora morales moreno morgan morris morrison morrow mueller munoz murphy
    murray myers nakai navarro nelson newman nez nguyen nichols nielsen nunez obrien ochoa oconnor
    ojeda oliver olson ortega ortiz orozco osborne pacheco padilla palmer park parker patel patterson
    payne pena perez perkins perry peters petersen peterson pham phillips pierce pineda ponce porter
    portillo powell quinn quintana ramirez ramos ramsey rangel reed reyes reynolds rice richards
    richardson riley rios rivas rivera roberts robertson robinson robles rocha rodriguez rogers rojas
    roman romero rosales rosario rose ross rubio ruiz russell ryan salas salazar salinas sanchez
    sanders sandoval santana santiago santos saunders schmidt schneider schultz schwartz serrano shah
    sharma shaw shelton silva simmons simpson singh smith snyder solis soto spencer stephens stevens
    stewart stone suarez sullivan tapia taylor thomas thompson torres tran trevino trujillo tsosie
    tucker turner valdez valencia valenzuela vang vargas vasquez vazquez vega velasquez velazquez
    velez vigil villa villalobos villanueva villarreal wagner walker wallace walsh wang ward
    washington watkins watson weaver webb weber wells white whitehorse wilson wong wood woods wright
    wu yang yazzie yellowtail young zamora zavala zhang zuniga
""")

# A word of these among capitalised ones makes them a school, a place, a lesson or a thing.
_NOT_A_PERSON: Final = _names("""
    academy acres administration agency algebra america american anniversary area arena art arts
    assessment assignment attendance avenue award band bank battle bay beach biology board book boulevard
    bridge building calculus camp canyon cave cemetery center central century challenge chapter
    chemistry choir church city class classroom club coast college committee company conference
    contest council country county course court creek cup day days department diary district division
    drive elementary english essay exam exams exhibit experiment fair falls family farm festival field
    final finals forest foundation fund game games garden geography geometry grade grades group gym
    hall harbor heights high highway hill hills history holiday homework hospital house hurricane
    inn institute invitational island journal junior lab labs lake lane language lesson lessons
    library literature math mathematics meadow meadows memorial middle midterm mine mission monday
    month monument mountain mountains museum music national novel office orchestra park participation
    party peak period physics place plan plaza poem poetry point points portfolio practice presentation
    president prize program project projects quest quiz quizzes range ranch read reader reading readings
    report reports reservation reservoir review ridge river road room rubric saturday scene schedule
    school schools science score scores season section semester senior series show society song spelling
    springs square stadium state states station story street students studies study summit sunday survey
    syllabus table team test tests theater theatre theme thursday tournament town township trail
    trimester tuesday union unit units university valley village vocabulary vote wednesday week
    wildlife woods workshop world writing year years
    monday friday january february march april june july august september october november december
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho
    illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
    mississippi missouri montana nebraska nevada hampshire jersey mexico york carolina dakota ohio
    oklahoma oregon pennsylvania rhode tennessee texas utah vermont virginia wisconsin wyoming
    actividad arte biblioteca calle capitulo ciencia ciencias clase colegio distrito escuela examen
    feria grado grupo historia lectura lunes martes miercoles jueves viernes matematicas parque
    periodo proyecto prueba salon semana tarea unidad
""")

# People and figures whom classes read about. Their names stand beside weights and page counts.
_LEARNT_ABOUT: Final = frozenset(
    tuple(name.split())
    for name in """
        abraham lincoln|albert einstein|alexander hamilton|amelia bedelia|amelia earhart|anne frank
        |benjamin franklin|benito juarez|beverly cleary|cesar chavez|charles darwin|charlie brown
        |christopher columbus|clara barton|claude monet|daniel boone|david bowie|diego rivera
        |dolores huerta|don quixote|eleanor roosevelt|eric carle|ernest hemingway|frederick douglass
        |frida kahlo|gabriel garcia marquez|george washington|george washington carver|georgia okeeffe
        |harper lee|harriet tubman|harry potter|helen keller|henry ford|henry huggins|isaac newton
        |jackie robinson|jacqueline woodson|jane austen|jane goodall|jeannette rankin|john adams
        |john kennedy|john steinbeck|johnny appleseed|judy blume|judy moody|katherine johnson
        |langston hughes|leonardo da vinci|lewis|louis armstrong|mae jemison|malala yousafzai
        |marco polo|marie curie|mark twain|martin luther king|mary shelley|maya angelou|miguel hidalgo
        |molly brown|nelson mandela|neil armstrong|pablo neruda|pablo picasso|paul revere
        |percy jackson|peter pan|rachel carson|ramona quimby|roald dahl|robert frost|romeo|juliet
        |rosa parks|ruby bridges|sally ride|sandra cisneros|simon bolivar|sojourner truth
        |susan anthony|theodore roosevelt|thomas edison|thomas jefferson|toni morrison|vincent van gogh
        |walt whitman|william clark|william shakespeare|winston churchill|woodrow wilson
    """.replace("\n", " ").split("|")
)

_TITLE: Final = re.compile(
    r"(?:mrs?|ms|mx|miss|dr|prof|professor|coach|principal|teacher|counselor|nurse|senator|governor"
    r"|president|king|queen|saint|st|sr|sra|srta|don|maestr[oa]|profe|profesora?|director[a]?)\.? ?$",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 4


def is_name(words: str) -> bool:
    """True if the words are most likely a private person's name, and nothing before them counted.

    >>> is_name("Maria Lopez"), is_name("Jaylen"), is_name("Unit Test"), is_name("Rosa Parks")
    (True, True, False, False)
    """
    parts = words.split()
    if not 1 <= len(parts) <= _MOST_WORDS or not all(part[:1].isupper() for part in parts):
        return False
    plain = [fold(part).strip(".") for part in parts]
    if any(word in _NOT_A_PERSON for word in plain[1:]) or tuple(plain) in _LEARNT_ABOUT:
        return False
    first, rest = plain[0], [word for word in plain[1:] if len(word) > 1]
    has_family_name = any(word in FAMILY for word in rest)
    if first in GIVEN:
        return True
    if first in GIVEN_OR_WORD:
        return has_family_name
    # "M. Lopez", and a given name that no list holds beside a family name that one does.
    return has_family_name and first not in _NOT_A_PERSON


def follows_title(before: str) -> bool:
    """True if the text before a name ends with a title: staff and public people, not students."""
    return _TITLE.search(before[-12:]) is not None
