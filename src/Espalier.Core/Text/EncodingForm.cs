namespace Espalier.Text;

/// <summary>How a question becomes a row of token ids.</summary>
public enum EncodingForm
{
    /// <summary>[CLS] question [SEP]: what BERT-like models are pre-trained on.</summary>
    Standard,

    /// <summary>The question's pieces alone, as the published code of Si et al. 2023 feeds them.</summary>
    Bare,
}
