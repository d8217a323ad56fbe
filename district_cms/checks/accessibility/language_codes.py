"""The language codes that exist: the primary subtags of the IANA Language Subtag Registry.

The registry is what BCP 47 (RFC 5646) names as the list of valid codes; this is its state of
2025-08-25. It gives a language with a two-letter code no three-letter one: Spanish is "es", and
"spa" is wrong. It lists all languages that ISO 639 knows, Crow ("cro"), Blackfoot ("bla") and
Hmong ("hmn") among them.
"""

import re
from typing import Final

_TWO_LETTERS: Final = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu
    hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv
    kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr
    nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi
    yo za zh zu
"""

# The first two letters of a code, then each third letter that makes one: "aaa-d" is aaa, aab, aac
# and aad.
_THREE_LETTERS: Final = """
    aaa-ik-qs-xz aba-jl-z acabdefhik-np-z adabd-jln-uw-z aea-ek-nqrsuwyz afabdeghiknopstuz aga-z
    ahabghik-prst aia-twxy ajaginpstuwz akb-mo-z alac-z amabcefgi-z ana-z aoa-nr-uxz apa-z
    aqacdgk-nprtz arb-eh-ln-z asa-ln-z ata-eg-z aua-uw-z avbdik-os-v awa-eghikmnor-y axbegklmx
    aya-eghikln-uxyz aza-dgjmnotz baa-jlnopr-z bba-z bca-wyz bda-z bea-kmo-z bfa-uw-z bga-gi-z
    bha-z bia-gj-rt-z bja-z bka-df-z bla-tv-z bma-z bna-gi-z boabe-rt-z bpa-eg-z bqa-df-z
    bra-df-z bsabce-y bta-z bua-km-qs-z bva-rt-z bwa-uw-z bxa-su-xz bya-tv-z bza-z caa-su-z
    cba-eg-lnoq-wy ccacdeghjl-s cdac-jmnorsyz ceabgklnty cfadgm cgacgk chbcdfghj-rtw-z
    cia-ehkmnprwy cjaehikm-prsvy ckabhl-oq-vxyz clacdeh-mostuwy cmacegik-orst cnabcghiklo-uwx
    coa-hj-qt-z cpabcefginopsuxy cqdu cra-df-tv-z csa-z ctacdeghl-pstuyz cuabcg-mo-y cvgn
    cwabdegt cxh cyabo czhknot daac-mo-su-z dbabd-gijl-rt-wy dccr ddadegijnorsw dec-ik-np-svz
    dga-eghiklnor-uwxz dhadgil-orsu-x dia-df-uw-z dja-fi-oruw dkagklrsx dlgkmn dma-gk-orsu-y
    dnadegijknort-wy doabcefhikln-tv-z dpp dra-eghilnoq-uwy dsbehiklnoqz dtabdhikm-pr-uy
    dua-su-z dva dwaklrsuwyz dyabdgimnoruy dzadegln eaa ebcgkoru ecrsy eee efaei egalmoxy ehsu
    eiptv eja ekacegiklmopry elehikmopux emabegikm-qsuw-z ena-dfhl-oqru-x eot epi eraghikorstw
    eseghik-oqsuxy etbchnor-uxz eudq evehn ewo ext eyao ezae faabdf-nprtuxyz fbl fcs fer ffim
    fgr fiaeflprtuw fkkv flahilnry fmpu fnbgi fodimnrsx fpe fqs frcdkmo-t fsels fub-fhijmnqrtuvy
    fvr fwae gaa-z gba-su-z gcc-flnrt gda-oq-ux gea-df-mqsv-z gfktx ggabdegklnortuw
    ghacehklnorst gia-eghil-uw-z gjikmnru gkadenopu glbcdh-loruwy gmabdeghlmnqru-z
    gna-eg-oqrtuwz goa-z gpaen gqainru gra-dg-kmoq-z gsegl-psw gtaiu gua-ik-xz gvacefjl-prsy
    gwa-gijmnrtuwx gxx gyabd-gil-oryz gzain haa-sv-z hbabnou hcah hdnsy headghim hgmw hhiry
    hiabdf-mortwx hji hkaehkns hlabdetu hma-np-z hnadeg-jmnosu hoa-eh-moprstvwyz hpos
    hracekmoprtuwxz hsbhlns htiosux hub-mo-z hvceknv hwaco hyawx iainpr ibabdeghilmnruy icahlr
    ida-eir-u ifabefkmuy igbegl-osw ihbipw iinr ijcejnos ikehikloprstvwxz ilabgiklmopsuvw
    imaeilnorsty inbceghjl-pstz ioruw ipio iquw iraehiknoruxy isacdeghikmnortuv itb-eiklmorstv-z
    ium ivbv iwkmos ixcl iyaox izhimrz jaa-fhj-oq-uxyz jbeijkmnortuw jcst jdagt jebeghiklnrtu
    jgbeko jhis jia-eghilmoqtuvy jjer jkamoprsu jles jma-dilnrswx jnadgijls jobdgrsw jparx jqr
    jrabrtu jsl jua-dhik-pr-uwy jvdn jwi jyaey kaa-kmo-rv-y kba-z kca-z kdac-rt-z kea-z kfa-z
    kga-y kha-ln-z kia-jlmopqs-z kja-vxyz kka-z kla-z kma-z kna-gi-z koac-lopqs-z kpa-z kqa-z
    kra-fh-pr-z ksa-z kta-z kub-qs-z kva-z kwa-z kxa-fh-z kya-z kza-z laa-np-suw-z
    lbabcefgi-oq-z lcc-fhlmpqs ldabdg-q lea-z lfan lgabghik-oq-uz lhahilmnpstu lia-lo-su-z
    ljaeilpwx lka-ehijl-or-uy lla-qsux lma-ru-z lnabdg-jl-osuwz loabce-z lpaenox lqr
    lracegik-ortvz lsa-eghil-prstvwy ltcghinosu luac-fh-wyz lvaiklsu lwaeghlmostuw lxm lyagn
    lzhlnz maabd-gijkmnpqs-xz mba-fh-z mca-z mda-np-z mea-wyz mfa-z mga-z mha-uw-z mia-uw-z
    mja-eg-z mkabce-z mla-fh-su-xz mma-rt-z mna-z moac-kmo-z mpa-eg-z mqabce-z mra-hj-z msb-z
    mta-y mua-eg-vxyz mvabd-ik-z mwa-z mxa-z myb-z mza-eg-z naa-tw-z nba-km-y nca-uxz
    nda-df-np-z nea-kmnoq-z nfadlru nga-z nha-ikm-rt-z nia-oq-z njabdhijl-or-uxyz nka-km-xz
    nlacegi-oqru-z nma-z nna-np-z noac-qs-wyz npabghilnosuxy nqgk-oqty nrabcefgik-nprtuxz
    nsa-ik-z ntdegijkmoprsuw-z nua-z nvhmo nwabcegimorwxy nxadegik-oqrux nyb-y nzabdikmrsuyz
    oaackrv obiklmortu ocahmou odaktu ofosu ogbcegou ohtu oiaen ojbcgpsvw oka-eg-orsuvxz
    oladekmortu omabcegikln-rt-y onabegijknopr-uwx oodgnrs opakmoty oraceghnor-z osacinoptux
    otabdeik-oq-uw-z ouabeimn ovd owil oybdmy ozm paa-iklmo-z pbbce-il-pr-vyz pca-nprw pdacinotu
    peabd-mopqsvxyz pfael pgadgiklnsuyz phadg-oqrt-w pia-jl-pr-z pjt pkabcghnopr-u pla-hjkln-wyz
    pma-fh-oq-uw-z pna-eg-z poc-ikm-qstv-z ppaeik-u pqaemw pra-ik-uw-z psacdeghil-uwy
    ptahin-rt-wy pua-gijkmo-rtuw-z pwabgimnorw pxm pyemnsuxy pzehn qua-df-ik-np-sv-z
    qvacehijl-pswyz qwacehmst qxachln-uw qyap raa-df-z rbbklp rcf rdb reabegijlmnrsty rgaeknrsu
    rhgp riabeflmnrtu rjgis rkabhimtw rma-ik-z rnabdglnprw roa-glmopruw rpnt rrimot rsbik-nw
    rtchmsw rubce-ikopqtuyz rwaklmor rxdw rynsu rzh saa-fh-mo-z sba-z scabe-ikln-qs-x
    sdabce-hj-vxz sea-wyz sfbemsw sga-eg-pr-uw-z sha-eg-z siabd-mo-z sja-egk-pr-uw ska-km-z
    slac-jlmnp-uw-z sma-df-np-z snbce-su-z soa-eg-ln-su-z spb-egik-vxy sqahjkmnoq-ux
    srabce-ik-oq-z ssa-vxyz stabd-wy suabcegi-moq-tv-z svabcekmrsx swbcf-y sxbcegk-orsuw
    sya-dik-orswxy sza-eglnpsvwy taa-gi-ln-su-z tba-z tca-ik-qstuw-z tda-oq-vxy tea-ikm-z
    tfinort tga-jn-z thc-fhik-np-z tiac-qs-z tjagijl-psuw tkabd-gk-np-xz tla-df-y tma-wyz
    tna-ik-z tob-mo-su-z tpacefgi-rt-z tqbl-rtuw tra-z tsa-mp-z tta-wyz tua-jl-qs-z
    tvadeik-ostuwxy twa-hl-rtuwxy txabceg-jmnoq-uxy tyaehijlnpr-vxyz tzahjl-ox uamnr ubailruy
    udaegijlmu ues ufi ugabehnoy uhan uisv uji ukaghiklpqsuvwy ulabcefik-nuwy uma-dgim-prsu
    unadegikmnpruxz uokn upiv urabce-prt-z usahikpsu utaehpru uumnru uvehl uwa uya uzns
    vaae-jl-prsuvy vbbk vecdlmopr vgrt vicdfglnstv vjk vkai-ptuz vlps vma-mp-su-z vnkmp vort
    vraost vsilnv vto vumnt vwa waa-z wbabefh-mp-tvw wcai wddgjktuy weacdghim-pr-uw wfg
    wgabgiouwy whagku wibce-nrt-wy wjai wkabdlruwy wlaceghiklmorsu-y wma-eghimnostwx
    wnb-egikm-puwy woa-gikmnorswy wpc wrabdghik-prsu-z wsagikrsuv wtbfhikmw wuabdhlmnrtuvxy
    wwaborw wxaw wyabimnry xaa-egi-wy xba-egijm-prwxy xcbceghl-ort-wy xdackmoqy xebdglmpr-u xfa
    xgabdfgilmnruw xhacdemrtuv xiabilnprsvy xjbt xka-ln-z xla-eginopsuy xma-hj-z
    xnabdg-kmnoq-uyz xocdgikm-prw xpa-z xqat xrabdegimnqrtuw xsa-ehijl-suvy xta-eg-jl-wyz
    xuabdgjl-prtu xveinos xwacdegjklortw xxbkmrt xyabjklty xzhmp yaa-z ybabdeh-oxy ychlnpr
    ydadegks yeaceijlnr-vy ygailmprsuw yhadls yiaf-np-vxyz ykaghik-ortuy ylabegil-oruy
    yma-eghik-txz ynabdeghklnoqsu yobgik-nstxy ypabghkm-pz yrabeik-oswy yscdgl-prsy ytalpwy
    yua-gi-npqrtuw-z yvat ywaglnqrtuw yxaglmuy yyruz yzgk zaa-mo-z zbaceltuw zcadh zdj zeaghmn
    zgabhmnr zhbdinwx ziabk-nrwz zkabdghknoprtuvz zlaejmnqsuw zma-z znadegks zochmoqrs zpa-z zqe
    zragnops zsaklmru zteglmnpqstuxy zuahmny zwa zxx zybgjnp zzaj
"""

_CODES: Final = frozenset(_TWO_LETTERS.split())
_THIRD_LETTERS: Final = {entry[:2]: entry[2:] for entry in _THREE_LETTERS.split()}
_PRIVATE_USE: Final = re.compile("q[a-t][a-z]")


def is_language(subtag: str) -> bool:
    """True if a primary subtag, in lower case, is registered or kept for private use."""
    if len(subtag) != 3:
        return subtag in _CODES
    thirds = _THIRD_LETTERS.get(subtag[:2])
    # The notation above is that of a set of characters in a regular expression.
    listed = thirds is not None and re.fullmatch(f"[{thirds}]", subtag[2]) is not None
    return listed or _PRIVATE_USE.fullmatch(subtag) is not None
