Feature: Jan is not the other Jan
  Two customers are called Jan Nowak and were born on the same day. What is Jan's is never Janek's.

  @post @catches.merged-records
  Scenario: His account statement comes to his own new home
    Given Janek is a customer
    And Jan is a customer
    When 1 day passes
    And he changes his postal address in self-service
    Then the account statement goes to his new postal address
