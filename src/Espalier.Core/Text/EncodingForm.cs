namespace Espalier.Text;

/// <summary>How a question becomes a row of token ids: as BERT has it (Devlin et al. 2019), or as the published code of Si et al. 2023.</summary>
public enum EncodingForm
{
    /// <summary>[CLS] question [SEP]: what BERT-like models are pre-trained on.</summary>
    Standard,

    /// <summary>The question's pieces alone, as the published code of Si et al. 2023 feeds them.</summary>
    Bare,
}
