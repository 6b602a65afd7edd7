# language: de
@need.S5
Funktionalität: Maria heiratet und heißt danach anders
  Maria sagt es der Bank einmal, im Online-Banking. Eine Karte auf den alten Namen wäre keine Kleinigkeit:
  an der Hotelkasse passen dann Ausweis und Karte nicht mehr zusammen.

  Hintergrund:
    Angenommen Maria ist Kundin

  @moment-of-truth @post
  Szenario: Ihre neue Karte trägt ihren neuen Namen
    Wenn sie den Namen ihres Ehepartners annimmt
    Und zwei Wochen vergehen
    Dann zeigt der Kartenbrief ihren neuen Namen
    Und die Kartendatei zeigt Marias neuen Namen

  Szenario: Wer ihren neuen Namen kennen muss, kennt ihn
    Wenn sie den Namen ihres Ehepartners annimmt
    Dann zeigt jeder Kontaktpunkt ihren neuen Namen innerhalb der zugesagten Frist

  @post
  Szenario: Im gemeinsamen Zuhause kommt an, was früher in die alte Wohnung ging
    Wenn sie ihre Postanschrift im Online-Banking ändert
    Dann geht der Kartenbrief an ihre neue Postanschrift
    Und drei Wochen lang wird nichts an Marias alte Postanschrift geschickt
