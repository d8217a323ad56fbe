"""Names that people are called, and words that are no people. Data only; `people` judges by it.

Common names of the United States, written down for this purpose; without accents, lower case. None
comes from a roster. A name missing here is a fault that is not found, never a false alarm.
"""

from typing import Final

from ...word_sets import word_set


def people(text: str) -> frozenset[tuple[str, ...]]:
    """Return the names of a list, which commas part, each as its words."""
    return frozenset(tuple(name.split()) for name in text.split(","))


GIVEN: Final = word_set("""
    aaliyah aaron abby abdul abdullah abigail abraham adalyn adam addison adela adelina adrian
    adriana adrianna agnes ahmed aidan aiden aileen aisha aitana alan alana alberto alejandra
    alejandro alessandra alex alexa alexander alexandra alexia alexis alfonso alfredo ali alice
    alicia alina alisha alison aliyah allan allison alondra alonso alvaro alyssa amalia amanda
    amara amelia amina amir amira amy ana anabelle anahi anastasia anders andre andrea andreas
    andres andrew andy angela angelina angelique angelo anika anita aniyah ann anna annabelle anne
    annette annie anthony antoine antonia antonio anya araceli aracely ariana arianna ariel ariella
    arjun arlo armando arnold arthur arturo arya ashley ashlyn ashton aubree aubrey audrey avery
    axel ayaan ayanna ayden ayla aylin barbara beatrice beatriz becky belinda bella ben benicio
    benjamin bennett bentley bernadette bernard bertha beth bethany betsy betty bianca blanca bobby
    bonnie boris braden bradley brady branden brandon braxton brayan brayden breanna brenda brendan
    brenden brenna brennan brett brian briana brianna bridget brielle brittany brodie brody bruce
    bruno bryan bryant bryce brynn bryson byron caden caitlin caleb calvin cameron camila camilla
    camille camilo candace cara carina carissa carl carla carlos carly carmela carmen caroline
    carolyn carrie carson carter casey cassandra cassidy catalina catherine cathy cecelia cecilia
    cedric celeste celia celina cesar chandra chantal charles charlie chloe chris christina
    christine christopher christy cindy claire clara clarissa claudia clayton clint clinton clyde
    colby cole colette colin colleen collin conner connor conor consuelo corey corinne cory
    courtney craig cristian cristina cristobal curtis cynthia dakari damian damien damon dana dane
    daniel daniela daniella danielle danny dante daphne darius darlene darnell darren darryl daryl
    dave david davion davis dawson deandre deanna debbie deborah declan deepak delaney delia
    delilah demetrius denise dennis deonte derek derrick desiree desmond devin devon devonte diana
    diane diego dmitri dominic dominick dominique donald donna donovan dorothy douglas duane dustin
    dwayne dylan eddie edgar edith eduardo edward edwin efrain eileen elaine eleanor elena eli
    eliana elias elijah elisa elise elizabeth ella elle ellen ellie elliot elliott elsie emanuel
    emerson emilia emiliano emilio emily emma emmanuel emmett enrique eric erica erick ericka erik
    erika erin ernest ernesto esmeralda esteban estela esther ethan eugene eva evan evangeline
    evelyn everett ezekiel ezequiel ezra fabian fatima federico felicia felipe felix fernanda
    fernando fiona flora frances francesca francis francisca francisco frankie fred freddie freddy
    frederick gabriel gabriela gabriella gabrielle gage gavin gema genevieve geoffrey gerald
    gerardo gianna gideon gilbert gilberto gina giovanni giselle gisselle giuliana gonzalo graciela
    gregory greta gretchen griffin guadalupe guillermo gustavo gwen gwendolyn hailey haley hanna
    hannah harold harriet hassan hattie hayden heath heather hector henry herbert hernan hilary
    horacio humberto ian ibrahim ignacio iker ileana imani imran ingrid irene irma isaac isabel
    isabela isabella isabelle isai isaiah isaias isela isiah ismael itzel ivan ivette jabari jace
    jacinda jackie jacob jacqueline jada jaden jadon jaelyn jaheim jaime jaimie jake jakob jalen
    jaliyah jamal jamar jameer james jamie jamila jan jana jane janelle janessa janet janice janie
    janine jared jaroslav jason javier javon jaxon jaxson jayce jayceon jayda jayden jayla jaylen
    jaylin jaylon jayson jazlyn jazmin jazmine jean jeanette jeanne jeff jeffrey jenna jennifer
    jenny jeremiah jeremy jermaine jerome jerry jesse jessica jessie jesus jill jillian jimena
    jimmy joan joana joann joanna joanne joaquin jocelyn jodi jodie joel joey johan johanna john
    johnathan johnny jolene jon jonah jonas jonathan jorge jose josefina joselyn joseph josephine
    josh joshua josiah josie josue joyce juan juana juanita judah judith judy julia julian juliana
    julianna julianne julie julio julissa justin justina kaden kaelyn kai kaiden kaitlin kaitlyn
    kaleb kali kamari kameron kamila kara karen karina karl karla kate katelyn katherine kathleen
    kathryn kathy katie katrina kaycee kayden kayla kaylee kayleigh kaylin keegan keisha keith
    kelly kelsey kelvin kendall kendra kendrick kenneth kenny kenzie kerry keshawn kevin khadija
    khalid khalil kiara kiera kieran kimberly kira kirsten kobe kristen kristi kristin kristina
    kristopher kristy krystal kurt kyla kylan kyle kylee kyler kylie kyra lamar landon lara larissa
    larry latasha latoya laura lauren laurie lawrence leah leandro lee leila leilani lena leonard
    leonardo leonel leroy lesley leslie lester leticia levi lewis lexi liam lila liliana lillian
    lilly linda lindsay lindsey lionel lisa liz liza lois lola lorena lorenzo loretta lori lorraine
    louis louisa louise lucas lucia luciana lucille lucinda lucy luis luisa lukas luke lupita lydia
    lyla lynette lynn mackenzie madalyn maddie maddox madeleine madelyn maeve magdalena maggie
    mahmoud makayla makenna makenzie malachi malcolm malia malik mallory manuel manuela marc
    marcela marcelo marco marcos marcus margaret margarita maria mariah mariam mariana marianne
    maribel maricela marie mariela mario marisa marisol marissa maritza marjorie marlene marlon
    marsha marta martha martin martina marvin mary maryam mateo mathew matias matt matteo matthew
    maureen mauricio maverick maxim maximiliano maximus maxwell maya mckenna mckenzie megan meghan
    mei mekhi melanie melina melinda melissa melvin meredith mia micah michael michaela michelle
    miguel mikaela mikayla mike mila milagros milena milo mindy minerva miranda mireya miriam
    misael mitchell mohamed mohammad mohammed moises mollie molly monica monique monserrat morgan
    moses muhammad mya myra myriam nadia nancy naomi natalia natalie nataly natasha nathalie nathan
    nathaniel nayeli neil nelson nevaeh nicholas nicolas nicole nicolette nigel nikhil niki nikolai
    nina noah noel noelle noemi nolan nora norman octavia octavio oliver olivia omar oscar osvaldo
    otis owen pablo paige pamela paola patricia patrick patty paul paula paulina pauline pedro
    peggy penelope peter philip phillip phoebe phyllis piper porfirio preston priscilla priya
    quentin quincy quinn quinton rachel rachelle rafael raj rajesh ralph ramiro ramon randall randi
    randy raquel rashad rashida raul raven raymond raymundo rebecca rebekah reese reggie reginald
    reina renata rene renee reuben rey reyna rhonda ricardo richard rick ricky rigoberto riley rita
    robert roberta roberto robyn rodney rodolfo rodrigo rogelio roger rohan roland rolando roman
    ronald ronaldo ronnie rosa rosalia rosalie rosalinda roxana roxanne ruben rudy rupert russell
    ruth ryan ryder rylan rylee sabrina sadie saige salma salvador sam samantha samara samir sammy
    samson samuel sandra santos sara sarah sarai sasha saul savanna scarlett scott sean sebastian
    selena serena sergio seth shana shane shania shanice shanna shannon sharon shaun shawn shayla
    sheila sheldon sheri sherry shirley shreya silas silvia simon simone skylar skyler sofia
    solomon sonia sonya sophia sophie stacey stacy stefan stefanie stella stephan stephanie stephen
    steve steven stewart stuart susan susana susie suzanne sylvia tabitha talia tamara tamika tania
    tanisha tanner tanya tara taryn tasha tatiana taylor terence teresa terrance terrell tessa
    thaddeus thalia theo theodore theresa thomas tiana tiffany tim timothy tina tobias toby todd
    tomas tommy toni tonya travis trent trenton trevor trey trina tristan tyler tyrell tyrese
    tyrone tyson ulises uriel valentin valentina valeria valerie vanessa vera veronica vicente
    vicki vicky victoria vincent vivian vivienne vladimir walter wanda wayne wendell wendy wesley
    weston whitney wilfredo willa william willie winston wyatt xander xavier ximena xiomara yadira
    yahir yahya yaretzi yasmin yasmine yesenia yolanda yosef yusuf yvette yvonne zachary zachery
    zack zaid zain zaire zander zane zara zariah zayden zayne zion zoe zoey zoie
""")
"""Hardly anything but a given name: no word, place, school or book is called so.

Grace, Austin, Lincoln and Matilda are missing on purpose; a family name makes persons of them.
"""

FAMILY: Final = word_set("""
    abbott acevedo acosta acuna adams aguilar aguirre ahmed allen alvarado alvarez amaya anderson
    andrews archuleta arellano armijo arroyo avila ayala baca ballard bannister barnes barnett
    barrett bautista becerra becker begay begaye beltran benally benitez bennett benson bermudez
    bernal blackhorse bojorquez bowman boyd bradley bryant burgess burke bustamante cabrera
    calderon camacho campbell cardenas carlson carranza carrillo carroll carter casillas castaneda
    castro ceballos cepeda cervantes chang chaudhry chavez chen cho choi christensen cisneros cohen
    coleman collins contreras correa cortez crawford cunningham dang daniels davidson davies davila
    davis delacruz delarosa deleon delgado desai diaz dixon doan dominguez dunn duong duran edwards
    ellis enriquez erickson eriksen escobar esparza espinosa espinoza esquivel estrada evans farias
    ferguson fernandes fernandez ferreira figueroa fitzgerald fitzpatrick fleming fletcher
    gallagher gallardo gallegos galvan garcia gardner garrett garza gibson gilbert goldberg
    goldstein gomez gonzales gonzalez goodman graham greene guerrero gupta gutierrez gutman guzman
    hansen hanson harper harris harrison harvey haugen hawkins hayes hernandez herrera hicks
    hinojosa hoang hoffman holguin holmes howard huang huerta hughes hussain hussein ibarra ibrahim
    iyer jacobs jacobson jaimes jaramillo jenkins jennings jensen jimenez johnson johnston jones
    jorgensen juarez kaplan kaur kelley kelly kennedy kessler kim kjelland kowalski kumar larsen
    larson lee lewis li lindqvist liu lockhart lopez lovato lozano lucero lugo luong lynch
    macdonald macias madrigal magana mahoney maldonado manriquez marquez martin martinez martins
    matthews mcbride mccarthy mccormick mccoy mcdonald mckenzie mckinney mclaughlin mejia melendez
    mendez mendoza meyer meza miller miranda mitchell moe mohammed molina montano montoya moore
    morales morgan morin morris morrison morrow mueller munoz murphy murray myers nair nakai
    nakamura nelson newman nez nguyen nichols nielsen novak nowak nunez obrien ochoa oconnell
    oconnor odonnell ojeda okafor oliver olson oneill ordonez orozco ortega ortiz osborne osorio
    pacheco padilla palacios paredes patel patterson payne pena pereira perez perkins perry peters
    petersen peterson petrov pham phan phillips pineda ponce portillo powell preciado quiroz
    ramirez ramos ramsey rangel rao rasmussen reddy renteria reyes reyna reynolds richards
    richardson riley rivas rivera roberts robertson robinson rocha rodriguez rogers romero rosario
    rosenberg ross rubio ruiz russell ryan saenz salas salazar saldana sanchez sanders sandhu
    sandoval saunders schmidt schneider schroeder schultz schwartz sepulveda serrano shah sharma
    shaw shelton silva simmons simpson singh sithole smith snyder sorensen sosa soto spencer
    stephens stevens stevenson stewart suarez sullivan swenson tafoya takahashi tanaka tapia taylor
    thao thomas thompson tovar tran trevino trujillo truong tsosie tucker ulloa urbina valadez
    valdez valenzuela vang vargas vasquez vaughn vazquez velasco velasquez velazquez velez venegas
    vigil villalobos villanueva villarreal villegas vu wagner wallace walsh walton wang watkins
    watson webb weber weiss whitaker whitehorse wilson wong wright wu xiong yamamoto yang yazzie
    yellowtail yoder zamora zapata zavala zavaleta zhang zimmerman zuniga
""")
"""Family names that are hardly ever the second word of anything else."""

NOT_A_PERSON: Final = word_set("""
    academy acres actividad administration advisory agency alabama alaska algebra america american
    anniversary april area arena arizona arkansas art arte arts assessment assignment attendance
    august aula avenue award band bank battle bay beach biblioteca biology board book boulevard
    bridge budget building bus calculus california calle camp canyon capitulo carolina cave
    cemetery center central century challenge chapter chemistry chess choice choir christmas church
    ciencia ciencias city clase class classroom club coast cohort colegio college colorado
    committee company conference connecticut contest council country county course court creek crew
    cup dakota day days december delaware department diary district distrito division drive easter
    effort elementary elements english equipo escuela essay exam examen exams exhibit experiment
    fair falls family farm february feria festival field final finals florida forest foundation
    friday fund game games garden geography geometry grade grades grado group grupo gym hall
    halloween hampshire harbor hawaii heights high highway hill hills historia history holiday
    homeroom homework hospital house hurricane idaho illinois indiana inn institute invitational
    iowa island january jersey journal jueves july june junior kansas kentucky lab labs lake lane
    language lectura lesson lessons library literature louisiana lunes maine march martes maryland
    massachusetts matematicas math mathematics meadow meadows memorial mexico michigan middle
    midterm miercoles mine minnesota mission mississippi missouri monday montana montessori month
    monument mountain mountains museum music national nebraska nevada novel november october office
    ohio oklahoma orchestra oregon park parque participation party peak pennsylvania period periodo
    physics place plan plaza poem poetry point points portfolio practice presentation president
    prize program project projects proyecto prueba quest quiz quizzes ranch range read reader
    reading readings reef report reports reservation reservoir review rhode ridge river road room
    rubric salon saturday scene schedule school schools science score scores season section semana
    semester senior september series show society song spelling springs squad square stadium state
    states station story street students studies study summit sunday survey syllabus table tarea
    team tennessee test tests texas thanksgiving theater theatre theme thursday tournament town
    township trail trimester tuesday unidad union unit units university utah valley vermont viernes
    village virginia vocabulary vote wednesday week wildlife wisconsin woods workshop world writing
    wyoming year years york
""")
"""Beside capitalised words, one of these makes a school, a place, a lesson or a thing of them."""

LEARNED_ABOUT: Final = people("""
    abigail adams, abraham lincoln, alan shepard, alan turing, albert einstein, alexander graham
    bell, alexander hamilton, amanda gorman, amelia bedelia, amelia earhart, amy coney barrett,
    andy warhol, anne frank, anne shirley, anne sullivan, annie oakley, annie sullivan, arnold
    lobel, barack obama, benito juarez, benjamin franklin, benjamin harrison, beverly cleary,
    bill clinton, bill gates, bruno mars, caitlin clark, calamity jane, calvin coolidge, carl
    sagan, cesar chavez, charles darwin, charles dickens, charles lindbergh, charlie brown,
    charlie bucket, charlie russell, chief joseph, chris van allsburg, christopher columbus,
    christopher paul curtis, clara barton, clarence thomas, claude monet, cynthia kadohata,
    daniel boone, daniel webster, david copperfield, david wiesner, diego rivera, diego
    velazquez, dolores huerta, don quixote, donald trump, dorothy vaughan, dwayne johnson, edgar
    allan poe, edward jenner, eleanor roosevelt, elena kagan, eli whitney, elizabeth cady
    stanton, ella baker, ella fitzgerald, ellen ochoa, emiliano zapata, emily bronte, emily
    dickinson, emmett till, eric carle, ernest hemingway, evel knievel, ezra jack keats, francis
    crick, francis drake, francisco goya, franklin roosevelt, frederick douglass, frida kahlo,
    gabriel garcia marquez, gary paulsen, gary soto, george bush, george orwell, george
    washington, george washington carver, georgia okeeffe, gerald ford, gordon ramsay, gregor
    mendel, harper lee, harriet tubman, harry potter, harry truman, helen keller, henri matisse,
    henry david thoreau, henry ford, henry hudson, henry huggins, herbert hoover, isaac newton,
    isabel allende, jack london, jackie kennedy, jackie robinson, jacqueline woodson, james
    baldwin, james buchanan, james garfield, james madison, james monroe, james polk, james
    watson, james watt, jamie oliver, jane addams, jane austen, jane goodall, jeannette rankin,
    jeff kinney, jefferson davis, jerry spinelli, jimmy carter, joan of arc, joe biden, john
    adams, john cabot, john colter, john deere, john glenn, john kennedy, john muir, john quincy
    adams, john steinbeck, john tyler, johnny appleseed, jon klassen, jonas salk, jose marti,
    judy blume, judy moody, juliet, julio cortazar, julius caesar, junie jones, kamala harris,
    kate dicamillo, katherine johnson, katherine paterson, kevin henkes, kobe bryant, kurt
    vonnegut, langston hughes, laura ingalls, laura ingalls wilder, lebron james, leonardo da
    vinci, lewis carroll, lionel messi, lois lowry, lorraine hansberry, louis armstrong, louis
    braille, louis pasteur, louis sachar, lyndon johnson, mae jemison, malala yousafzai, marco
    polo, marcus daly, maria tallchief, marie curie, mark twain, martin luther king, martin van
    buren, mary cassatt, mary shelley, maya angelou, meriwether lewis, michael jordan, michelle
    obama, miguel hidalgo, mildred taylor, molly brown, muhammad ali, nathaniel hawthorne, neil
    armstrong, nelson mandela, norman rockwell, octavio paz, oliver twist, oscar wilde, pablo
    neruda, pablo picasso, pam munoz ryan, patricia polacco, patrick mahomes, paul bunyan, paul
    cezanne, paul revere, percy jackson, percy shelley, peter pan, rachel carson, ralph waldo
    emerson, ramona quimby, richard nixon, rick riordan, roald dahl, robert boyle, robert frost,
    robert fulton, robert hooke, robert louis stevenson, romeo, ronald reagan, rosa parks,
    rosalind franklin, ruby bridges, ruth bader ginsburg, rutherford hayes, sally ride, salvador
    dali, samuel morse, sandra cisneros, scott joplin, selena gomez, serena williams, sharon
    creech, simon bolivar, simone biles, sojourner truth, sonia sotomayor, stephen hawking,
    steve jobs, stuart little, susan anthony, susan b anthony, suzanne collins, taylor swift,
    theodore roosevelt, thomas edison, thomas jefferson, thomas meagher, toni morrison, veronica
    roth, vincent van gogh, walt whitman, walter dean myers, wilbur wright, william clark,
    william golding, william henry harrison, william mckinley, william shakespeare, william
    sherman, william taft, willie mays, wilma rudolph, winston churchill, woodrow wilson,
    zachary taylor
""")
"""People and figures whom classes read about: their names stand beside weights and page counts."""
