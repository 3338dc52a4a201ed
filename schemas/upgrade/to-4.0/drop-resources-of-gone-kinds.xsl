<?xml version="1.0" encoding="UTF-8"?>
<!-- Resources of Upstart and Nagios, and bundles of rkt, go, and with them what speaks of nothing else. A rule in
     what goes, for which others stand, takes the place of the first of these. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:variable name="templates" as="xs:string*"
      select="/cib/configuration/resources/template[@class = ('upstart', 'nagios')]/@id"/>

  <xsl:variable name="gone" as="element()*">
    <xsl:variable name="primitives" select="/cib/configuration/resources//primitive
        [@class = ('upstart', 'nagios') or @template = $templates]"/>
    <xsl:variable name="bundles" select="/cib/configuration/resources/bundle[rkt]"/>
    <xsl:sequence select="$primitives, $bundles, $bundles/primitive,
        /cib/configuration/resources/template[@id = $templates],
        /cib/configuration/resources//(group | clone | master)
          [every $run in .//primitive satisfies exists($run intersect $primitives)]"/>
  </xsl:variable>

  <xsl:variable name="ids" as="xs:string*" select="$gone/@id"/>

  <xsl:variable name="pointless" as="element()*" select="/cib/configuration/constraints/*
      [(@rsc, @with-rsc, @first, @then) = $ids
        or (resource_set and (every $set in resource_set satisfies u:is-empty($set)))]"/>

  <xsl:template match="/cib/configuration/resources//*[. intersect $gone]" priority="2">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since nothing can run it any more'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="constraints/*[. intersect $pointless]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since what it is about is gone'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="constraints/*/resource_set[u:is-empty(.)]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since all that it names is gone'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="resource_set/resource_ref[@id = $ids] | tag/obj_ref[@id = $ids]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select=".."/>
      <xsl:with-param name="what" select="'does not name ' || @id || ' now, which is gone'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="tags/tag[every $named in obj_ref satisfies $named/@id = $ids]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since all that it names is gone'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="configuration//rule[key('id', @id-ref)[u:goes(.)]]">
    <xsl:variable name="meant" select="key('id', @id-ref)/self::rule[1]"/>
    <xsl:variable name="others" select="key('stand-in', @id-ref)[not(u:goes(.))]"/>
    <xsl:choose>
      <xsl:when test="empty($others) or . is $others[1]">
        <xsl:call-template name="u:tell">
          <xsl:with-param name="about" select="$meant"/>
          <xsl:with-param name="what" select="'is in ' || u:words(ancestor::*[@id][1])
              || ' now, since what it was in is gone'"/>
        </xsl:call-template>
        <xsl:apply-templates select="$meant"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:next-match/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:function name="u:goes" as="xs:boolean">
    <xsl:param name="element" as="element()"/>
    <xsl:sequence select="exists($element/ancestor::* intersect ($gone, $pointless))"/>
  </xsl:function>

  <xsl:function name="u:is-empty" as="xs:boolean">
    <xsl:param name="set" as="element(resource_set)"/>
    <xsl:sequence select="exists($set/resource_ref)
        and (every $named in $set/resource_ref satisfies $named/@id = $ids)"/>
  </xsl:function>
</xsl:stylesheet>
