using System.Globalization;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Questions;

/// <summary>
/// Ten people who answer a question. Each mostly gives the right answer; sometimes a neighbouring colour, another word for the thing, a
/// number that is one off, or a slip. At least six always agree.
/// </summary>
internal static class Annotators
{
    internal const int Count = 10;
    private const int MostDisagreeing = 4;

    internal static string[] Answer(Candidate question, Dice dice)
    {
        double slip = question.Doubt * question.Family switch
        {
            AnswerFamily.YesNo => 0.035,
            AnswerFamily.Number => 0.045,
            AnswerFamily.Side => 0.02,
            _ => 0.06,
        };
        string[] answers = new string[Count];
        int disagreeing = 0;
        for (int i = 0; i < Count; i++)
        {
            bool slips = dice.Chance(slip) && disagreeing < MostDisagreeing;
            if (slips) disagreeing++;
            answers[i] = slips ? Slip(question, dice) : question.Answer;
        }
        return answers;
    }

    private static string Slip(Candidate question, Dice dice) => question.Family switch
    {
        AnswerFamily.YesNo => question.Answer == "yes" ? "no" : "yes",
        AnswerFamily.Number => Near(question.Answer, dice),
        AnswerFamily.Tint => dice.Pick(Near(Enum.Parse<Tint>(question.Answer, ignoreCase: true))),
        AnswerFamily.Kind => dice.Pick(Near(Enum.Parse<Kind>(question.Answer, ignoreCase: true))),
        AnswerFamily.Side => question.Answer == "left" ? dice.Pick(["on left", "right"]) : dice.Pick(["on right", "left"]),
        AnswerFamily.Bulk => question.Answer == "big" ? dice.Pick(["large", "small"]) : dice.Pick(["little", "big"]),
        _ => throw new ArgumentOutOfRangeException(nameof(question)),
    };

    private static string Near(string number, Dice dice)
    {
        int value = number[0] - '0';
        int near = value == 0 || (value < 5 && dice.Chance(0.5)) ? value + 1 : value - 1;
        return near.ToString(CultureInfo.InvariantCulture);
    }

    private static string[] Near(Tint tint) => tint switch
    {
        Tint.Red => ["orange", "pink"],
        Tint.Orange => ["yellow", "red", "brown"],
        Tint.Yellow => ["orange", "gold"],
        Tint.Green => ["blue", "yellow"],
        Tint.Blue => ["purple", "green"],
        Tint.Purple => ["blue", "pink", "violet"],
        Tint.Pink => ["purple", "red"],
        Tint.Brown => ["orange", "black", "tan"],
        Tint.Black => ["brown", "gray", "dark"],
        Tint.White => ["gray", "cream"],
        _ => throw new ArgumentOutOfRangeException(nameof(tint)),
    };

    private static string[] Near(Kind kind) => kind switch
    {
        Kind.Banana => ["bananas", "fruit"],
        Kind.Apple => ["fruit", "pear"],
        Kind.Pear => ["fruit", "apple"],
        Kind.Car => ["vehicle", "toy car"],
        Kind.Cup => ["mug", "coffee cup"],
        Kind.Umbrella => ["parasol"],
        Kind.Ball => ["basketball"],
        Kind.Hat => ["top hat", "cap"],
        Kind.Book => ["notebook", "books"],
        Kind.Fish => ["goldfish"],
        Kind.Flower => ["daisy", "plant"],
        Kind.Star => ["shape"],
        Kind.House => ["home", "building"],
        Kind.Tree => ["plant", "bush"],
        Kind.Boat => ["sailboat", "ship"],
        Kind.Shoe => ["sneaker", "shoes"],
        Kind.Key => ["keys"],
        Kind.Bottle => ["wine bottle", "wine"],
        Kind.Chair => ["seat"],
        Kind.Kite => ["diamond"],
        Kind.Bird => ["chicken", "birds"],
        Kind.Cat => ["kitten", "animal"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
