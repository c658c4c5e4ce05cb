namespace Espalier.Orchard.Scenes;

/// <summary>What a thing is. The number is the label in the pre-training corpus, so new kinds go at the end.</summary>
internal enum Kind
{
    Banana, Apple, Pear, Car, Cup, Umbrella, Ball, Hat, Book, Fish, Flower,
    Star, House, Tree, Boat, Shoe, Key, Bottle, Chair, Kite, Bird, Cat,
}
