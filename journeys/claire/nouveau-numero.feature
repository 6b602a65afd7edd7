# language: fr
@need.S5
Fonctionnalité: Claire a un nouveau numéro
  Julien connaît l'ancien. Ce que la banque envoie par SMS ne regarde que Claire.

  Contexte:
    Étant donné que Claire est cliente

  Scénario: La banque lui écrit à son nouveau numéro
    Lorsqu'elle change son numéro de téléphone dans l'espace client
    Alors le SMS est envoyé à son nouveau numéro de téléphone
    Et chaque point de contact affiche le nouveau numéro de téléphone de Claire dans le délai promis

  Scénario: Son ancien numéro se tait
    Lorsqu'elle change son numéro de téléphone dans l'espace client
    Alors rien n'est envoyé à son ancien numéro de téléphone pendant trois semaines
