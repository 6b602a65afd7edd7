Feature: Małgorzata complains about her card
  It came to the old street. She does not want an apology from the phone line, but those who sent it to know why.

  @need.S7 @need.S13
  Scenario: Her complaint goes to those who send the cards, and she is answered in her language
    Given Małgorzata is a customer
    When she changes her postal address in self-service
    And 2 days pass
    And she complains about a card after a move
    Then the worklist shows her new cause of complaint
    And the receipt of her complaint shows her new person in charge
    And the receipt of her complaint shows her new answer date
