namespace Espalier.Vision;

/// <summary>How pictures are resized, as Pillow does it.</summary>
public enum ResizeFilter
{
    /// <summary>See <see cref="Espalier.Features.BilinearResize"/>.</summary>
    Bilinear,

    /// <summary>See <see cref="Espalier.Features.BicubicResize"/>.</summary>
    Bicubic,
}
