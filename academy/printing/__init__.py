"""Paper: certificates, sign-in sheets, access cards, guides, worksheets, as HTML and as PDF.

Every kind of paper is a pure function from its facts to one HTML document, which a browser prints
just as well; `pdf.render` turns the same document into a PDF where Pango is installed. What is
printed may be lost or seen, so nothing here carries an address of a person, and no wording says
more than a stranger may read.

    words.py        the visitor's language, as paper needs it
    document.py     templates → one HTML document with its style
    beads.py  qr.py     strings of beads, and codes to scan, as drawings
    certificate.py  sheet.py  cards.py      the three kinds of paper about people
    guide.py  worksheet.py                  for whoever teaches; what a group fills in
    lessons.py  questions.py                courses: handouts, booklets, what they ask
    paper.py                models of a group's own rules, each with its adaptation record
    codes.py        certificate codes: made, forgiven, checked
    glyphs.py  cmap.py      the fonts of this folder and of the laptop, and the characters they have
    brought.py  fontpack.py     fonts that a network brought; many of them in one file
    tables.py               font files as a library reads them, apart where others made them
    ruler.py  pango.py      how wide a line is: in a browser, and in a PDF
    fit.py          the largest size at which a text fits its place, and where its lines end
    pdf.py          WeasyPrint, where there is Pango
    press.py  child.py      the same in a process of its own, for what is long
"""
