using Espalier.Text;

namespace Espalier.Data;

/// <summary>The shape of encoded questions; by default that of LXMERT (Tan and Bansal 2019).</summary>
/// <param name="Length">Tokens a question: longer ones are cut, shorter ones filled up.</param>
/// <param name="Form">With or without [CLS] and [SEP].</param>
public sealed record EncodingOptions(int Length = 20, EncodingForm Form = EncodingForm.Standard)
{
    /// <summary>As the published code of Si et al. 2023 does it: 14 tokens without [CLS] and [SEP].</summary>
    public static EncodingOptions Reference { get; } = new(14, EncodingForm.Bare);
}
