namespace Espalier.Training.Pretraining;

/// <summary>LXMERT's pre-training tasks (Tan and Bansal 2019, section 3.1).</summary>
[Flags]
public enum PretrainingTasks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Guess hidden words of a caption from the rest of it and the image.</summary>
    MaskedWords = 1,

    /// <summary>Tell whether a caption is the image's own.</summary>
    Matching = 2,

    /// <summary>Guess the detector's label of each region, some of which are hidden.</summary>
    RegionLabels = 4,

    /// <summary>Answer questions about the image.</summary>
    Questions = 8,

    /// <summary>Write a caption of the image: a task of models that write (Li et al. 2022).</summary>
    Captions = 16,

    /// <summary>The first four, as the published checkpoint.</summary>
    All = MaskedWords | Matching | RegionLabels | Questions,
}
