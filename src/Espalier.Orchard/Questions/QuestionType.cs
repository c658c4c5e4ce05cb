using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Questions;

/// <summary>A kind of question: the words it begins with, and what can be asked in that way about a scene.</summary>
/// <param name="Name">The leading words.</param>
/// <param name="Weight">How often it is asked in the pool, relative to the others.</param>
/// <param name="FirstShare">How strongly people who ask so expect the usual answer: the share of "yes", or of the first of two
/// choices.</param>
/// <param name="Ask">All that can be asked; the dice pick the wording.</param>
internal sealed record QuestionType(string Name, double Weight, double FirstShare, Func<SceneFacts, Dice, IEnumerable<Candidate>> Ask)
{
    /// <summary>All types.</summary>
    internal static IReadOnlyList<QuestionType> All { get; } =
    [
        new("what color is the", 20, 0.5, TintQuestions.WhatColorIsThe),
        new("what color are the", 16, 0.5, TintQuestions.WhatColorAreThe),
        new("what is the color of the", 10, 0.5, TintQuestions.WhatIsTheColorOfThe),
        new("what color", 10, 0.5, TintQuestions.WhatColor),
        new("is there a", 7, 0.82, YesNoQuestions.IsThereA),
        new("are there any", 4, 0.7, YesNoQuestions.AreThereAny),
        new("can you see", 4, 0.75, YesNoQuestions.CanYouSee),
        new("is the", 9, 0.38, YesNoQuestions.IsThe),
        new("are the", 4, 0.62, YesNoQuestions.AreThe),
        new("is the person", 6, 0.28, YesNoQuestions.IsThePerson),
        new("does the", 4, 0.68, YesNoQuestions.DoesThe),
        new("how many", 9, 0.5, NumberQuestions.HowMany),
        new("how many things are", 4, 0.5, NumberQuestions.HowManyThingsAre),
        new("what number of", 4, 0.5, NumberQuestions.WhatNumberOf),
        new("how many of the", 4, 0.5, NumberQuestions.HowManyOfThe),
        new("what is the", 12, 0.5, KindQuestions.WhatIsThe),
        new("what is", 12, 0.5, KindQuestions.WhatIs),
        new("what thing is", 10, 0.5, KindQuestions.WhatThingIs),
        new("which", 12, 0.5, KindQuestions.Which),
        new("what is the person", 14, 0.5, KindQuestions.WhatIsThePerson),
        new("where is the", 2, 0.7, PlaceQuestions.WhereIsThe),
        new("on which side", 2, 0.3, PlaceQuestions.OnWhichSide),
        new("what size is the", 2, 0.7, PlaceQuestions.WhatSizeIsThe),
        new("how big is the", 2, 0.3, PlaceQuestions.HowBigIsThe),
    ];

    /// <summary>How much likelier than usual people disagree about a thing's looks.</summary>
    internal static double DoubtAbout(Thing thing) => thing.PartlyHidden ? 2 : 1;
}
